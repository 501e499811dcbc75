# Starts a program that no file names, or finds it again after the session that had it was killed, and stays.
Import-Module $env:MODULE
"orphaned: $((Get-ManagedProcess -Orphaned).Pid)"
$burst = Start-ManagedProcess burst -FilePath "$env:PROJECT\my programs\TestProcess.exe" -ArgumentList burst, 1000000, 20000 -PassThru
"orphaned then: $((Get-ManagedProcess -Orphaned).Pid)"
"session: $PID"
"reconnected: $($burst.IsReconnected)"
"program: $($burst.Pid)"
while (-not (Test-Path "$env:PROJECT\go")) { Start-Sleep -Milliseconds 100 }
