#!/usr/bin/env pwsh
<#
.SYNOPSIS
    Builds ProcessProxy, or runs its tests.
.EXAMPLE
    ./build.ps1
.EXAMPLE
    ./build.ps1 -Task Test
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test')]
    [string] $Task = 'Build'
)

$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true
Push-Location $PSScriptRoot
try {
    switch ($Task) {
        'Build' { dotnet build -c Release }
        'Test' { dotnet test }
    }
}
finally {
    Pop-Location
}
