#!/usr/bin/env pwsh
<#
.SYNOPSIS
    Builds ProcessProxy, runs its tests, or packs it.
.DESCRIPTION
    Build    compiles everything and lays out the module under artifacts/module/ProcessProxy
    Generate writes the committed files that are made from code: schemas, tables of keys and the description of the API
    Test     runs every test of the .NET projects, and those of the module in PowerShell
    Pester   runs the tests of the module in this PowerShell, with the Pester that the build brings
    Analyze  parses every script of the project and, where PSScriptAnalyzer is installed, runs it
    Pack     makes the packages: those of the library under artifacts/packages/library, the module's under artifacts/packages/module
.EXAMPLE
    ./build.ps1
.EXAMPLE
    ./build.ps1 -Task Build, Pester
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Generate', 'Test', 'Pester', 'Analyze', 'Pack')]
    [string[]] $Task = 'Build',

    # The files of tests that the task Pester runs.
    [string] $PesterPath = (Join-Path $PSScriptRoot 'tests/Pester'),

    # What the tasks Build and Pack compile.
    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release',

    # The task Pack takes what has been built, and compiles nothing.
    [switch] $NoBuild
)

$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true
$module = Join-Path $PSScriptRoot 'artifacts/module/ProcessProxy'
$manifest = Join-Path $module 'ProcessProxy.psd1'

function Invoke-ModuleTest {
    param([string] $Path)

    Import-Module -Name (Join-Path $PSScriptRoot 'artifacts/pwsh/Modules/Pester') -Force
    $settings = New-PesterConfiguration
    $settings.Run.Path = $Path
    $settings.Run.Throw = $true
    $settings.Output.Verbosity = 'Detailed'
    Invoke-Pester -Configuration $settings
}

function Invoke-ScriptCheck {
    # The manifest is checked where the files lie that it names.
    $scripts = @(Get-ChildItem -Path $PSScriptRoot -Recurse -File -Include *.ps1, *.psm1 |
            Where-Object FullName -NotMatch '[\\/](bin|obj|artifacts|node_modules)[\\/]') + (Get-Item -Path $manifest)
    foreach ($script in $scripts) {
        $problems = $null
        [void] [System.Management.Automation.Language.Parser]::ParseFile($script.FullName, [ref] $null, [ref] $problems)
        if ($problems) {
            throw "$($script.FullName): $($problems[0].Message)"
        }
    }

    $null = Test-ModuleManifest -Path $manifest
    if (-not (Get-Module -Name PSScriptAnalyzer -ListAvailable)) {
        Write-Warning 'The scripts were only parsed, because PSScriptAnalyzer is not installed. Install it with: Install-PSResource PSScriptAnalyzer'
        return
    }

    $findings = foreach ($script in $scripts) {
        $options = @{ Path = $script.FullName; Severity = 'Warning', 'Error' }
        if ($script.Name -like '*.Tests.ps1') {
            # The analyzer does not know that Pester shares the variables of one block with others.
            $options.ExcludeRule = 'PSUseDeclaredVarsMoreThanAssignments'
        }

        Invoke-ScriptAnalyzer @options
    }

    if ($findings) {
        $findings | Out-String | Write-Output
        throw "PSScriptAnalyzer has $(@($findings).Count) findings."
    }
}

function Export-Package {
    param([string] $Configuration)

    # The module has the name of one of the libraries, and is published elsewhere.
    $packages = Join-Path $PSScriptRoot 'artifacts/packages'
    if (Test-Path -Path $packages) {
        Remove-Item -Path $packages -Recurse
    }

    dotnet pack -c $Configuration --no-build -o (Join-Path $packages 'library')
    $null = New-Item -ItemType Directory -Path (Join-Path $packages 'module')
    Compress-PSResource -Path $module -DestinationPath (Join-Path $packages 'module')
}

Push-Location $PSScriptRoot
try {
    foreach ($one in $Task) {
        if ($one -eq 'Build' -or ($one -eq 'Pack' -and -not $NoBuild)) {
            dotnet build -c $Configuration
        }
        elseif ($one -notin 'Generate', 'Test' -and -not (Test-Path -Path $manifest)) {
            throw 'The module has not been built: ./build.ps1 -Task Build'
        }

        switch ($one) {
            'Generate' { dotnet run --project tools/Generate }
            'Test' { dotnet test }
            'Pester' { Invoke-ModuleTest -Path $PesterPath }
            'Analyze' { Invoke-ScriptCheck }
            'Pack' { Export-Package -Configuration $Configuration }
        }
    }
}
finally {
    Pop-Location
}
