# A stand-in for Pester 5 and 6, which need more of pwsh than the engine has. It runs one file by the rules that the files of tests/Pester rely
# on: a file is run once to find its tests, and what is assigned then is gone when they are run; what BeforeAll assigns is seen by the tests and
# blocks beside it; a test is a scope of its own; a block or test that is skipped runs nothing. Prints a line for each test. A command or an
# assertion that it does not know is an error.
param([string] $Path, [string] $TestDrive)

function New-Block {
    param([string] $Name, [hashtable] $Data, [bool] $Skip)
    @{ Name = $Name; Data = $Data; Skip = $Skip; Items = [Collections.Generic.List[object]]::new(); BeforeAll = {}; AfterAll = {}; Body = $null }
}

function Describe {
    [CmdletBinding()]
    param([Parameter(Position = 0)] [string] $Name, [Parameter(Position = 1)] [scriptblock] $Fixture, [Alias('ForEach')] [hashtable[]] $DataSet, [switch] $Skip)
    if ($PSBoundParameters.ContainsKey('DataSet') -and -not $DataSet) { throw "'$Name' is for each of nothing." }
    $__parent = $__block
    foreach ($__data in $(if ($DataSet) { $DataSet } else { @{} })) {
        $__title = $Name
        foreach ($__key in $__data.Keys) { $__title = $__title.Replace("<$__key>", $__data[$__key]) }
        $__block = New-Block $__title $__data ($Skip -or $__parent.Skip)
        $__parent.Items.Add($__block)
        & $Fixture
    }
}

function It {
    [CmdletBinding()]
    param([Parameter(Position = 0)] [string] $Name, [Parameter(Position = 1)] [scriptblock] $Test, [switch] $Skip)
    $__block.Items.Add(@{ Name = "$($__block.Name): $Name"; Body = $Test; Skip = $Skip -or $__block.Skip })
}

function BeforeAll { param([scriptblock] $Script) $__block.BeforeAll = $Script }
function AfterAll { param([scriptblock] $Script) $__block.AfterAll = $Script }

$null = $ExecutionContext.InvokeProvider.Item.Set('Alias:BeforeDiscovery', 'Invoke-InCaller')
$null = $ExecutionContext.InvokeProvider.Item.Set('Alias:Context', 'Describe')

function Should {
    [CmdletBinding(PositionalBinding = $false)]
    param(
        [Parameter(ValueFromPipeline)] $ActualValue, [switch] $Not, $Be, $Contain, [string] $Match, [string] $BeOfType,
        $BeGreaterThan, $BeGreaterOrEqual, [switch] $BeTrue, [switch] $BeFalse, [switch] $BeNullOrEmpty)
    begin { $all = [Collections.Generic.List[object]]::new() }
    process { $all.Add($ActualValue) }
    end {
        $operators = @($PSBoundParameters.Keys | Where-Object { $_ -notin 'ActualValue', 'Not' })
        if ($operators.Count -ne 1) { throw "One thing should be, not $($operators.Count)." }
        $actual = if ($all.Count -eq 1) { $all[0] } else { , $all.ToArray() }
        $single = $all.Count -eq 1
        $holds = switch ($operators[0]) {
            'Be' { $single -and $actual -eq $Be }
            'Contain' { $all -contains $Contain }
            'Match' { $single -and $actual -match $Match }
            'BeOfType' { $single -and $actual -is ($BeOfType.Trim('[', ']') -as [type]) }
            'BeGreaterThan' { $single -and $actual -gt $BeGreaterThan }
            'BeGreaterOrEqual' { $single -and $actual -ge $BeGreaterOrEqual }
            'BeTrue' { [bool] $actual }
            'BeFalse' { -not $actual }
            'BeNullOrEmpty' { $all.Count -eq 0 -or ($single -and ($null -eq $actual -or '' -eq $actual)) }
        }
        if ([bool] $holds -eq [bool] $Not) {
            throw "Should $(if ($Not) { 'not ' })$($operators[0]) $($PSBoundParameters[$operators[0]]), and is: $($all -join ', ')"
        }
    }
}

# The line of the file that an error came from.
function Get-Place {
    param($Record)
    if ($Record.ScriptStackTrace -match ([regex]::Escape($Path) + ': (line \d+)')) { $Matches[1] }
}

function Invoke-Test {
    param($__test)
    if ($__test.Skip) { return "skipped: $($__test.Name)" }
    try {
        $null = & $__test.Body
        "passed: $($__test.Name)"
    }
    catch {
        "failed: $($__test.Name): $_ ($(Get-Place $_))"
    }
}

function Invoke-Block {
    param($__block)
    foreach ($__key in $__block.Data.Keys) { $ExecutionContext.SessionState.PSVariable.Set($__key, $__block.Data[$__key]) }
    try {
        if (-not $__block.Skip) { $null = . $__block.BeforeAll }
        foreach ($__item in $__block.Items) {
            if ($__item.Body) { Invoke-Test $__item } else { Invoke-Block $__item }
        }
        if (-not $__block.Skip) { $null = . $__block.AfterAll }
    }
    catch {
        "failed: $($__block.Name) itself: $_ ($(Get-Place $_))"
    }
}

function Find-Test {
    param($__block)
    $null = . $Path
}

$root = New-Block $Path @{} $false
Find-Test $root
Invoke-Block $root
