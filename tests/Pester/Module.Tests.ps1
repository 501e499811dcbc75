# The module as it is installed.

BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot '../../artifacts/module/ProcessProxy') -Force
    $cmdlets = @(Get-Command -Module ProcessProxy | ForEach-Object { @{ Name = $_.Name } })
}

BeforeAll {
    $folder = Join-Path $PSScriptRoot '../../artifacts/module/ProcessProxy'
    Import-Module $folder -Force
}

AfterAll {
    Remove-Module ProcessProxy
}

Describe 'The module' {
    It 'has a manifest that is valid' {
        (Test-ModuleManifest -Path (Join-Path $folder 'ProcessProxy.psd1')).CompatiblePSEditions | Should -Contain 'Core'
    }

    It 'says how it is configured' {
        Get-Help about_ProcessProxy | Should -Not -BeNullOrEmpty
        Get-Help about_ProcessProxy_Configuration | Should -Not -BeNullOrEmpty
    }
}

Describe '<Name>' -ForEach $cmdlets {
    It 'has an approved verb' {
        (Get-Verb).Verb | Should -Contain ($Name -split '-')[0]
    }

    It 'has help with examples' {
        $help = Get-Help -Name $Name -Full
        $help.Synopsis | Should -Not -Match ([regex]::Escape("$Name ["))
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 2
    }
}
