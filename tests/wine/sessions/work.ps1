# All that is done with programs in a session, each result on a line that begins with its name.
Import-Module $env:MODULE
"cmdlets missing: $((Import-PowerShellDataFile "$env:MODULE\ProcessProxy.psd1").CmdletsToExport | Where-Object { -not (Get-Command $_ -ErrorAction Ignore) })"

Set-Location $env:PROJECT
$burst = Start-ManagedProcess burst -FilePath '.\my programs\TestProcess.exe' -ArgumentList burst, 1000000, 20000 -PassThru
"start: $($burst.State)"
"table: $((Get-ManagedProcess | Out-String) -replace '\s+', ' ')"
"follow: $(@(Get-ManagedProcessLog burst -Wait -Raw | Select-Object -First 20).Count)"
"tail: $(Get-ManagedProcessLog burst -Tail 1 -Raw)"
"restart: $((Restart-ManagedProcess burst -PassThru).Pid -ne $burst.Pid)"
"stop: $((Stop-ManagedProcess burst -PassThru).State)"
"reason: $((Get-ManagedProcessDiagnosis burst).Summary)"

Start-ManagedProcess fails -FilePath cmd.exe -ArgumentList '/c', 'echo broken & exit 7' -NoRestart
Wait-ManagedProcess fails -Exited -Timeout 30
"exit: $((Get-ManagedProcess fails).LastExit.Code)"
"diagnosis: $((Get-ManagedProcessDiagnosis fails).Summary)"
Remove-ManagedProcess fails
"left: $((Get-ManagedProcess).Name)"

foreach ($file in '.\my programs\say it.cmd', './my programs/say it', "$env:PROJECT\my programs\say it.cmd") {
    Start-ManagedProcess batch -FilePath $file -ArgumentList 'a&b', 'two words', '"quoted"' -NoRestart
    Wait-ManagedProcess batch -Exited -Timeout 30
    "batch: $(Get-ManagedProcessLog batch -Raw)"
    Remove-ManagedProcess batch
}

Start-ManagedProcess script -FilePath '.\my programs\job.ps1' -ArgumentList 'a&b', 'two words' -NoRestart
Wait-ManagedProcess script -Exited -Timeout 60
"script: $(Get-ManagedProcessLog script -Raw)"

Start-ManagedProcess variable -FilePath cmd.exe -ArgumentList '/c', 'set wine' -Environment @{ WINE_TEST = '"1 2"' } -NoRestart
Wait-ManagedProcess variable -Exited -Timeout 30
"variable: $((Get-ManagedProcessLog variable -Raw) -match 'WINE_TEST')"

foreach ($wrong in @{ FilePath = 'nosuch' }, @{ FilePath = 'cmd.exe'; WorkingDirectory = 'C:\nowhere' }) {
    try { Start-ManagedProcess wrong @wrong -ErrorAction Stop } catch { "wrong: $($_.Exception.Message)" }
}

Start-ManagedProcess tree -FilePath cmd.exe -ArgumentList '/c', 'ping -n 1000 127.0.0.1'
Remove-Module ProcessProxy
'removed'
while (-not (Test-Path go)) { Start-Sleep -Milliseconds 100 }

Import-Module $env:MODULE
Start-ManagedProcess tree -FilePath cmd.exe -ArgumentList '/c', 'ping -n 1001 127.0.0.1'
'end'
