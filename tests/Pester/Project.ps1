# What the tests of the module share.

# The shell that runs this, as a program. What runs it may be dotnet, when it came as a .NET tool.
function Get-Shell {
    $own = (Get-Process -Id $PID).Path
    if ((Split-Path $own -LeafBase) -eq 'pwsh') { $own } else { (Get-Command -Name pwsh -CommandType Application -TotalCount 1).Source }
}

# A folder with both configuration files, and programs that are PowerShell itself.
function Initialize-TestProject {
    param([string] $Root)

    $null = New-Item -ItemType Directory -Path (Join-Path $Root 'config') -Force
    $pwsh = (Get-Shell) -replace '\\', '/'
    Set-Content -Path (Join-Path $Root 'talk.ps1') -Value @'
'hello'
[Console]::Out.Flush()
while ($true) { Start-Sleep -Milliseconds 200 }
'@
    Set-Content -Path (Join-Path $Root 'config/proxy.yaml') -Value @'
host: "127.0.0.1"
port: 0
processConfigFile: "./config/processes.yaml"
reload: manual
management:
  port: 0
'@
    Set-Content -Path (Join-Path $Root 'config/processes.yaml') -Value @"
processes:
  web:
    command: "$pwsh"
    args: ["-NoProfile", "-File", "talk.ps1"]
    restartDelay: 100
  api:
    command: "$pwsh"
    args: ["-NoProfile", "-File", "talk.ps1"]
    restartDelay: 100
"@
    Join-Path $Root 'config/proxy.yaml'
}

# Waits until a script block says something true.
function Wait-Until {
    param([scriptblock] $Condition, [string] $What)

    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    while (-not (& $Condition)) {
        if ($watch.Elapsed.TotalSeconds -gt 60) {
            throw "Waited in vain until $What."
        }

        Start-Sleep -Milliseconds 100
    }
}

function Test-Running {
    param([int] $Id)

    $null -ne (Get-Process -Id $Id -ErrorAction Ignore)
}

# The id of the error that a script block ends with, without the name of the cmdlet; nothing when it ends well.
function Get-ErrorId {
    param([scriptblock] $Script)

    try {
        $null = & $Script
    }
    catch {
        ($_.FullyQualifiedErrorId -split ',')[0]
    }
}
