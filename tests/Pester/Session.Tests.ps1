# A supervisor in this session.

BeforeAll {
    . (Join-Path $PSScriptRoot 'Project.ps1')
    Import-Module (Join-Path $PSScriptRoot '../../artifacts/module/ProcessProxy') -Force
    $config = Initialize-TestProject -Root (Join-Path $TestDrive 'session')
    Start-ProxyServer -Path $config
}

AfterAll {
    Remove-Module ProcessProxy
}

Describe 'Processes' {
    It 'are listed, running, in the order of the configuration' {
        (Get-ManagedProcess).Id -join ',' | Should -Be 'web,api'
        (Get-ManagedProcess).State -join ',' | Should -Be 'Running,Running'
        (Get-ManagedProcess -Name w*).Id | Should -Be 'web'
    }

    It 'are real' {
        Test-Running -Id (Get-ManagedProcess -Name web).Pid | Should -BeTrue
    }

    It 'are stopped and started through the pipeline' {
        $id = (Get-ManagedProcess -Name web).Pid
        $stopped = Get-ManagedProcess -Name web | Stop-ManagedProcess -PassThru
        $stopped.State | Should -Be 'Stopped'
        Test-Running -Id $id | Should -BeFalse
        (Start-ManagedProcess -Name web -Wait -PassThru).State | Should -Be 'Running'
    }

    It 'come again when they die' {
        $before = Get-ManagedProcess -Name api
        Stop-Process -Id $before.Pid -Force
        Wait-Until -What 'api runs again' -Condition {
            $now = Get-ManagedProcess -Name api
            $now.State -eq 'Running' -and $now.Pid -ne $before.Pid
        }
    }

    It 'say what would happen and do nothing' {
        $before = (Get-ManagedProcess).Pid -join ','
        Restart-ManagedProcess -Name * -WhatIf
        (Get-ManagedProcess).Pid -join ',' | Should -Be $before
    }

    It 'that do not exist are an error with a stable id' {
        Get-ErrorId { Get-ManagedProcess -Name nobody -ErrorAction Stop } | Should -Be 'ProcessNotFound'
        Get-ManagedProcess -Name nobody* | Should -BeNullOrEmpty
    }

    It 'are waited for, and the wait has an end' {
        Wait-ManagedProcess -Name web -State Running -Timeout 30
        Get-ErrorId { Wait-ManagedProcess -Name web -State Stopped -Timeout 0.2 -ErrorAction Stop } | Should -Be 'WaitTimeout'
    }

    It 'show as a table' {
        $table = Get-ManagedProcess | Out-String -Width 200
        $table | Should -Match 'Name\s+State\s+Health\s+Pid\s+Uptime\s+Restarts\s+Reason'
        $table | Should -Match 'web\s+.*Running'
    }

    It 'can be sent through a job and keep their view' {
        $copy = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize((Get-ManagedProcess)))
        $copy | Out-String -Width 200 | Should -Match 'Name\s+State\s+Health'
    }

    It 'complete by Tab' {
        $line = 'Stop-ManagedProcess -Name w'
        ([System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null)).CompletionMatches.CompletionText |
            Should -Contain 'web'
    }

    It 'can be commanded in parallel' {
        $module = (Get-Module ProcessProxy).ModuleBase
        $states = 'web', 'api' | ForEach-Object -Parallel {
            Import-Module $using:module
            (Restart-ManagedProcess -Name $_ -PassThru).State
        }
        $states -join ',' | Should -Be 'Running,Running'
    }
}

Describe 'Logs' {
    It 'are objects with a time' {
        Wait-Until -What 'web has said hello' -Condition { Get-ManagedProcessLog -Name web | Where-Object Line -eq 'hello' }
        $line = Get-ManagedProcessLog -Name web | Where-Object Line -eq 'hello' | Select-Object -First 1
        $line.Name | Should -Be 'web'
        $line.Time | Should -BeOfType [DateTimeOffset]
    }

    It 'are followed until somebody has enough' {
        Get-ManagedProcessLog -Name web -Wait -Raw | Select-Object -First 1 | Should -Not -BeNullOrEmpty
    }

    It 'come as one stream' {
        Wait-Until -What 'api has said hello' -Condition { Get-ManagedProcessLog -Name api | Where-Object Line -eq 'hello' }
        $lines = Get-ManagedProcessLog -Name *
        ($lines.Name | Sort-Object -Unique) -join ',' | Should -Be 'api,web'
        $lines.Time.Ticks -join ',' | Should -Be (($lines.Time.Ticks | Sort-Object) -join ',')
    }
}

Describe 'A configuration' {
    It 'is tested' {
        Test-ProxyConfiguration -Path $config -Quiet | Should -BeTrue
        Test-ProxyConfiguration -Path $config | Should -BeNullOrEmpty
    }

    It 'is written to start from' {
        $files = New-ProxyConfiguration -Path (Join-Path $TestDrive 'new/config/proxy.yaml')
        $files.Count | Should -Be 2
        Test-ProxyConfiguration -Path $files[0].FullName -Quiet | Should -BeTrue
    }

    It 'is changed while it runs, after a look at the plan' {
        $file = Join-Path (Split-Path $config) 'processes.yaml'
        (Get-Content -Path $file -Raw).Replace('restartDelay: 100', 'restartDelay: 150') | Set-Content -Path $file
        $plan = Update-ProxyConfiguration -WhatIf
        ($plan | Where-Object Process -eq 'web').Action | Should -Be 'Update'
        $before = (Get-ManagedProcess).Pid -join ','
        (Update-ProxyConfiguration | Where-Object Process -eq 'web').Because | Should -Match 'restartDelay'
        (Get-ManagedProcess).Pid -join ',' | Should -Be $before
    }

    It 'with a mistake says where it is' {
        $bad = Initialize-TestProject -Root (Join-Path $TestDrive 'bad')
        Add-Content -Path (Join-Path (Split-Path $bad) 'processes.yaml') -Value '    comand: "x"'
        $problem = Test-ProxyConfiguration -Path $bad | Select-Object -First 1
        $problem.Key | Should -Be 'processes.api.comand'
        $problem.Suggestion | Should -Be 'command'
        $problem.Line | Should -BeGreaterThan 1
        Get-ErrorId { Start-ProxyServer -Path $bad -ErrorAction Stop } | Should -Be 'ConfigurationInvalid'
    }
}

Describe 'A program without a file' {
    It 'is supervised' {
        $process = Start-ManagedProcess -Name mine -FilePath (Get-Shell) -ArgumentList '-NoProfile', '-Command', 'while ($true) { $env:WORD; Start-Sleep -Seconds 1 }' -Environment @{ WORD = 'mellow' } -PassThru
        $process.State | Should -Be 'Running'
        Get-ManagedProcessLog -Name mine -Wait -Raw | Select-Object -First 1 | Should -Be 'mellow'
        Stop-ManagedProcess -Name mine
        Test-Running -Id $process.Pid | Should -BeFalse
    }
}

Describe 'The end' {
    It 'of the server is the end of its processes' {
        $ids = (Get-ManagedProcess).Pid
        Stop-ProxyServer
        $ids | Where-Object { $_ } | ForEach-Object { Test-Running -Id $_ } | Should -Not -Contain $true
        Get-ErrorId { Get-ManagedProcess -ErrorAction Stop } | Should -Be 'NoConnection'
    }
}
