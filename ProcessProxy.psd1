@{
    RootModule           = 'ProcessProxy.PowerShell.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '6a1f7d0e-3f7c-4a59-9f0e-5c0f4b1f2c11'
    Author               = 'ProcessProxy contributors'
    Copyright            = '(c) ProcessProxy contributors. MIT licence.'
    Description          = 'Keeps backend programs running and puts them behind one address. The cmdlets are not in this version yet.'
    PowerShellVersion    = '7.6'
    CompatiblePSEditions = @('Core')
    CmdletsToExport      = @()
    FunctionsToExport    = @()
    VariablesToExport    = @()
    AliasesToExport      = @()
}
