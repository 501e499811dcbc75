# Talks over its pipe to the server that another session hosts.
Import-Module $env:MODULE
$connection = Connect-ProxyServer -Path "$env:PROJECT\config\proxy.yaml"
"connection: $connection"
$web = Get-ManagedProcess web
"list: $($web.State)"
"diagnosis: $((Get-ManagedProcessDiagnosis web).State)"
"follow: $(Get-ManagedProcessLog web -Wait -Raw | Select-Object -First 1)"
$again = Restart-ManagedProcess web -PassThru
"restart: $($again.State) $($again.Pid -ne $web.Pid)"
try { Start-ProxyServer -Path "$env:PROJECT\config\proxy.yaml" -Detached } catch { "second: $($_.Exception.Message)" }
