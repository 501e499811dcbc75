# A server as a process of its own, over HTTP.

BeforeDiscovery {
    # It runs on the .NET of this machine; a PowerShell from an installer brings none.
    $hasDotNet = $null -ne (Get-Command -Name dotnet -ErrorAction Ignore) -and
        (@(dotnet --list-runtimes) -match '^Microsoft\.AspNetCore\.App 10\.').Count -gt 0
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Project.ps1')
    Import-Module (Join-Path $PSScriptRoot '../../artifacts/module/ProcessProxy') -Force
}

AfterAll {
    Remove-Module ProcessProxy
}

Describe 'A server of its own' -Skip:(-not $hasDotNet) {
    BeforeAll {
        $config = Initialize-TestProject -Root (Join-Path $TestDrive 'server')
        $server = Start-ProxyServer -Path $config -Detached -PassThru
    }

    AfterAll {
        if ($server.IsOpen) {
            Stop-ProxyServer -Connection $server
        }
    }

    It 'is another process' {
        (Get-ProxyServer -Connection $server).Pid | Should -Not -Be $PID
        $server.Kind | Should -Be 'Server'
    }

    It 'is not started twice' {
        $again = Start-ProxyServer -Path $config -Detached -PassThru
        (Get-ProxyServer -Connection $again).Pid | Should -Be (Get-ProxyServer -Connection $server).Pid
        Disconnect-ProxyServer -Connection $again
    }

    It 'obeys the same cmdlets' {
        $remote = Connect-ProxyServer -Uri $server.Uri
        (Get-ManagedProcess -Connection $remote).State -join ',' | Should -Be 'Running,Running'
        $before = (Get-ManagedProcess -Name web -Connection $remote).Pid
        (Restart-ManagedProcess -Name web -Connection $remote -PassThru).Pid | Should -Not -Be $before
        Disconnect-ProxyServer -Connection $remote
        Get-ErrorId { Get-ManagedProcess -Connection $remote -ErrorAction Stop } | Should -Be 'ConnectionClosed'
    }

    It 'may die: the next one reconnects to its processes' {
        $before = (Get-ManagedProcess -Connection $server).Pid
        $dead = (Get-ProxyServer -Connection $server).Pid
        Stop-Process -Id $dead -Force

        # Its guardian starts it, on the same address.
        Wait-Until -What 'the next one answers' -Condition {
            try { (Get-ProxyServer -Connection $server -ErrorAction Stop).Pid -ne $dead } catch { $false }
        }
        $next = Start-ProxyServer -Path $config -Detached -PassThru
        (Get-ManagedProcess -Connection $next).Pid -join ',' | Should -Be ($before -join ',')
        (Get-ManagedProcess -Connection $next).IsReconnected -join ',' | Should -Be 'True,True'
        Stop-ProxyServer -Connection $next

        # They were left to init when their first server died, and init takes a moment to notice that they have ended.
        Wait-Until -What 'none of them is left' -Condition { -not ($before | Where-Object { Test-Running -Id $_ }) }
    }
}

Describe 'Nobody' {
    It 'at an address is a connection error' {
        Get-ErrorId { Connect-ProxyServer -Uri 'http://127.0.0.1:1' -ErrorAction Stop } | Should -Be 'ServerUnreachable'
    }
}
