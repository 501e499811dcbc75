# Hosts the server of a project and stays.
Import-Module $env:MODULE
Start-ProxyServer -Path "$env:PROJECT\config\proxy.yaml"
$web = Get-ManagedProcess web
"session: $PID"
"pipe: $((Get-ProxyServer).Endpoints.Socket)"
"http: $((Get-ProxyServer).Endpoints.Http)"
"reconnected: $($web.IsReconnected)"
"program: $($web.Pid)"
while (-not (Test-Path "$env:PROJECT\go")) { Start-Sleep -Milliseconds 100 }
