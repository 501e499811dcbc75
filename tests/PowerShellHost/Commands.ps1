# What the scripts of the tests use of Microsoft.PowerShell.Utility and Microsoft.PowerShell.Management, which come with pwsh and not
# with the engine. Only the parameters that are used there, with the same meaning; any other is an error.

function Get-Date {
    [CmdletBinding()] param([string] $Format)
    if ($Format) { [DateTime]::Now.ToString($Format) } else { [DateTime]::Now }
}

function Start-Sleep {
    [CmdletBinding(DefaultParameterSetName = 'Seconds')]
    param([Parameter(Position = 0, ParameterSetName = 'Seconds')] [double] $Seconds, [Parameter(ParameterSetName = 'Milliseconds')] [int] $Milliseconds)
    [Threading.Thread]::Sleep([int] ($Seconds * 1000 + $Milliseconds))
}

function Get-Process {
    [CmdletBinding()] param([int] $Id)
    try { [Diagnostics.Process]::GetProcessById($Id) }
    catch [ArgumentException] {
        $PSCmdlet.WriteError([Management.Automation.ErrorRecord]::new($_.Exception, 'NoProcessFoundForGivenId', 'ObjectNotFound', $Id))
    }
}

function Stop-Process {
    [CmdletBinding()] param([int] $Id, [switch] $Force)
    [Diagnostics.Process]::GetProcessById($Id).Kill()
}

function Join-Path {
    [CmdletBinding()] param([Parameter(Position = 0)] [string] $Path, [Parameter(Position = 1)] [string] $ChildPath)
    [IO.Path]::Combine($Path, $ChildPath)
}

function Split-Path {
    [CmdletBinding()] param([Parameter(Position = 0)] [string] $Path)
    [IO.Path]::GetDirectoryName($Path)
}

function Test-Path {
    [CmdletBinding()] param([Parameter(Position = 0)] [string] $Path)
    [IO.Path]::Exists($PSCmdlet.GetUnresolvedProviderPathFromPSPath($Path))
}

function New-Item {
    [CmdletBinding()] param([ValidateSet('Directory')] [string] $ItemType, [string] $Path, [switch] $Force)
    [IO.Directory]::CreateDirectory($PSCmdlet.GetUnresolvedProviderPathFromPSPath($Path))
}

function Get-Content {
    [CmdletBinding()] param([Parameter(Position = 0)] [string] $Path, [Parameter(Mandatory)] [switch] $Raw)
    [IO.File]::ReadAllText($PSCmdlet.GetUnresolvedProviderPathFromPSPath($Path))
}

function Set-Content {
    [CmdletBinding()] param([Parameter(Position = 0)] [string] $Path, [Parameter(Position = 1, ValueFromPipeline)] [string] $Value)
    process { [IO.File]::WriteAllText($PSCmdlet.GetUnresolvedProviderPathFromPSPath($Path), "$Value`n") }
}

function Add-Content {
    [CmdletBinding()] param([Parameter(Position = 0)] [string] $Path, [string] $Value)
    [IO.File]::AppendAllText($PSCmdlet.GetUnresolvedProviderPathFromPSPath($Path), "$Value`n")
}

function Sort-Object {
    [CmdletBinding()] param([switch] $Unique, [Parameter(ValueFromPipeline)] $InputObject)
    begin { $all = [Collections.Generic.List[object]]::new() }
    process { $all.Add($InputObject) }
    end {
        $all.Sort()
        foreach ($one in $all) {
            if (-not $Unique -or $one -ne $last) { $one }
            $last = $one
        }
    }
}

function Get-Verb {
    [CmdletBinding()] param()
    $verbs = [Management.Automation.VerbsCommon].Assembly.GetExportedTypes() | Where-Object Name -clike 'Verbs*'
    $verbs.GetFields() | Where-Object IsLiteral | ForEach-Object { [pscustomobject] @{ Verb = $_.GetRawConstantValue() } }
}

function Format-List {
    [CmdletBinding()] param([Parameter(Position = 0)] [string[]] $Property, [Parameter(ValueFromPipeline)] $InputObject)
    process { foreach ($name in $Property) { "$name : $($InputObject.$name)" } }
}

# The screen of the shell is 160 columns wide, and formats as it would for people.
function Out-String {
    [CmdletBinding()] param([int] $Width, [Parameter(ValueFromPipeline)] $InputObject)
    begin { $all = [Collections.Generic.List[object]]::new() }
    process { $all.Add($InputObject) }
    end {
        $null = $screen.Take()
        $all | Out-Host
        $screen.Take() -replace '\x1b\[[0-9;]*m'
    }
}
