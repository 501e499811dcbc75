@{
    RootModule           = 'ProcessProxy.PowerShell.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '6a1f7d0e-3f7c-4a59-9f0e-5c0f4b1f2c11'
    Author               = 'ProcessProxy contributors'
    CompanyName          = 'ProcessProxy contributors'
    Copyright            = '(c) ProcessProxy contributors. MIT licence.'
    Description          = 'Keeps backend programs running and puts them behind one address: starts, watches and restarts them, reconnects to them after its own death, and forwards requests to them. In this session, or on a server elsewhere.'
    PowerShellVersion    = '7.6'
    CompatiblePSEditions = @('Core')
    FormatsToProcess     = @('ProcessProxy.Format.ps1xml')
    TypesToProcess       = @('ProcessProxy.Types.ps1xml')
    CmdletsToExport      = @(
        'Connect-ProxyServer'
        'Disconnect-ProxyServer'
        'Export-ManagedProcess'
        'Get-ManagedProcess'
        'Get-ManagedProcessDiagnosis'
        'Get-ManagedProcessLog'
        'Get-ProxyConnection'
        'Get-ProxyRoute'
        'Get-ProxyServer'
        'Install-ProxyService'
        'New-ProxyConfiguration'
        'Remove-ManagedProcess'
        'Restart-ManagedProcess'
        'Set-ManagedProcess'
        'Start-ManagedProcess'
        'Start-ProxyServer'
        'Stop-ManagedProcess'
        'Stop-ProxyServer'
        'Test-ProxyConfiguration'
        'Uninstall-ProxyService'
        'Update-ProxyConfiguration'
        'Wait-ManagedProcess'
        'Watch-ManagedProcess'
    )
    FunctionsToExport    = @()
    VariablesToExport    = @()
    AliasesToExport      = @()
    PrivateData          = @{
        PSData = @{
            Tags         = @('PSEdition_Core', 'Windows', 'Linux', 'MacOS', 'process', 'supervisor', 'reverse-proxy', 'proxy', 'server', 'health-check')
            LicenseUri   = 'https://opensource.org/license/mit'
            ProjectUri   = 'https://github.com/processproxy/processproxy'
            ReleaseNotes = 'The first version: a supervisor and reverse proxy in this session, and the same cmdlets for servers elsewhere.'
        }
    }
}
