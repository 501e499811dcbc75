#!/usr/bin/env pwsh
<#
.SYNOPSIS
    Builds ProcessProxy, runs its tests, or packs it.
.DESCRIPTION
    Build    compiles everything and lays out the module under artifacts/module/ProcessProxy
    Test     runs every test of the .NET projects
    Pester   runs the tests of the module in this PowerShell, with the Pester that the build brings
    Analyze  parses every script of the project and, where PSScriptAnalyzer is installed, runs it
    Pack     makes the packages under artifacts/packages
.EXAMPLE
    ./build.ps1
.EXAMPLE
    ./build.ps1 -Task Build, Pester
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Pester', 'Analyze', 'Pack')]
    [string[]] $Task = 'Build',

    # The files of tests that the task Pester runs.
    [string] $PesterPath = (Join-Path $PSScriptRoot 'tests/Pester')
)

$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true
$module = Join-Path $PSScriptRoot 'artifacts/module/ProcessProxy'

function Invoke-ModuleTest {
    $pester = Join-Path $PSScriptRoot 'artifacts/pwsh/Modules/Pester'
    if (-not (Test-Path -Path (Join-Path $module 'ProcessProxy.psd1')) -or -not (Test-Path -Path $pester)) {
        throw 'The module has not been built: ./build.ps1 -Task Build'
    }

    Import-Module -Name $pester -Force
    $configuration = New-PesterConfiguration
    $configuration.Run.Path = $PesterPath
    $configuration.Run.Throw = $true
    $configuration.Output.Verbosity = 'Detailed'
    Invoke-Pester -Configuration $configuration
}

function Invoke-ScriptCheck {
    $scripts = Get-ChildItem -Path $PSScriptRoot -Recurse -File -Include *.ps1, *.psd1, *.psm1 |
        Where-Object { $_.FullName -notmatch '[\\/](bin|obj|artifacts|node_modules)[\\/]' }
    foreach ($script in $scripts) {
        $problems = $null
        [void] [System.Management.Automation.Language.Parser]::ParseFile($script.FullName, [ref] $null, [ref] $problems)
        if ($problems) {
            throw "$($script.FullName): $($problems[0].Message)"
        }
    }

    if (Get-Module -Name PSScriptAnalyzer -ListAvailable) {
        $findings = $scripts | ForEach-Object { Invoke-ScriptAnalyzer -Path $_.FullName -Severity Warning, Error }
        if ($findings) {
            $findings | Out-String | Write-Output
            throw 'The analyzer found something.'
        }
    }
    else {
        Write-Warning 'PSScriptAnalyzer is not installed: the scripts were only parsed.'
    }

    $null = Test-ModuleManifest -Path (Join-Path $module 'ProcessProxy.psd1')
}

function New-Package {
    $packages = Join-Path $PSScriptRoot 'artifacts/packages'
    $null = New-Item -ItemType Directory -Path $packages -Force
    dotnet build -c Release
    dotnet pack -c Release --no-build -o $packages
    Compress-PSResource -Path $module -DestinationPath $packages
}

Push-Location $PSScriptRoot
try {
    foreach ($one in $Task) {
        switch ($one) {
            'Build' { dotnet build -c Release }
            'Test' { dotnet test }
            'Pester' { Invoke-ModuleTest }
            'Analyze' { Invoke-ScriptCheck }
            'Pack' { New-Package }
        }
    }
}
finally {
    Pop-Location
}
