namespace ProcessProxy.PSModule.Tests.Examples;

/// <summary>
/// One for each example of docs/cmdlets. What an example connects to are real servers with <c>web</c> and <c>api</c>; their addresses are put in
/// the place of those of the page.
/// </summary>
internal static class Expectations
{
    private const string Api = "ProcessInfo api Running";
    private const string Web = "ProcessInfo web Running";
    private const string Pids = "Start-ProxyServer; $pids = (Get-ManagedProcess).Pid -join ','";
    private const string Routes = "Start-ProxyServer -Port 0 -Route @{ '/' = 'http://localhost:1'; '/files' = '.' }";
    private const string States = "(Get-ManagedProcess).State -join ','";
    private const string Healthy = "Start-ProxyServer; Wait-ManagedProcess web -Healthy";
    private const string EditApi = "(Get-Content config/processes.yaml -Raw) -replace {0} | Set-Content config/processes.yaml";
    private const string Bad = "  bad:\n    command: 'false'\n    maxRestarts: 0\n";
    private const string Job = "  job:\n    enabled: false\n    command: 'true'\n    restartOnExit: false\n";
    private const string Sick = "Set-Content health 503; while (-not (Get-ManagedProcess -Health Unhealthy)) { Start-Sleep -Milliseconds 20 }";

    public static IReadOnlyDictionary<string, Expectation> All { get; } = new Dictionary<string, Expectation>(StringComparer.Ordinal)
    {
        ["Connect-ProxyServer: By its configuration"] = new()
        {
            Before = "Start-ProxyServer -Detached; Disconnect-ProxyServer", Output = ["ProxyConnection Server", Web, Api],
            After = "(Get-ProxyServer).Pid -eq $PID; Start-ProxyServer -Detached; Stop-ProxyServer", Then = ["False"],
        },
        ["Connect-ProxyServer: On this machine"] = new() { Before = "", Output = ["ProxyConnection Server", Web, Api] },
        ["Connect-ProxyServer: On another machine, with a key"] = new() { Before = "", After = "Get-ManagedProcess -Connection $server | ForEach-Object Reason", Then = [".*restart.*operator.*", "started.*"] },
        ["Disconnect-ProxyServer: The current one"] = new() { Before = "$a = Connect-ProxyServer http://localhost:4481", After = "$a.IsOpen", Then = ["False"] },
        ["Disconnect-ProxyServer: One of several"] = new() { Before = "", After = "$a.IsOpen; $b.IsOpen", Then = ["False", "True"] },
        ["Get-ManagedProcess: All"] = new() { Output = [Web, Api] },
        ["Get-ManagedProcess: The instances of a process"] = new() { Output = [Api, Api], After = "(Get-ManagedProcess api:*).Name", Then = ["api:1", "api:2"] },
        ["Get-ManagedProcess: What does not work"] = new()
        {
            Before = "Start-ProxyServer; Wait-ManagedProcess bad -State Failed", Processes = Bad,
            Output = ["Name +: bad", "Reason +: .*exit.*1.*", "LastExit +: .*1.*"],
        },
        ["Get-ManagedProcess: One, with its configuration"] = new() { Output = ["ProcessConfiguration"] },
        ["Get-ManagedProcessDiagnosis: One process"] = new() { Output = ["ProcessDiagnosis"] },
        ["Get-ManagedProcessDiagnosis: What has failed"] = new()
        {
            Before = "Start-ProxyServer; Wait-ManagedProcess bad -State Failed", Processes = Bad, Output = ["bad exits at once with code 1.*"],
        },
        ["Get-ManagedProcessDiagnosis: The last words of the last run"] = new()
        {
            Before = $"{Healthy}; Stop-ManagedProcess web", Output = ["an error of old", @"serving as \d+"],
        },
        ["Get-ManagedProcessLog: The last lines"] = new() { Before = Healthy, Output = ["ManagedProcessLogLine web an error of old", @"ManagedProcessLogLine web serving as \d+"] },
        ["Get-ManagedProcessLog: Follow all"] = new() { Before = Healthy, IsEndless = true, Output = ["ManagedProcessLogLine (web|api) .*", "ManagedProcessLogLine (web|api) .*"] },
        ["Get-ManagedProcessLog: Search the last hour"] = new() { Before = Healthy, Output = ["ManagedProcessLogLine web an error of old"] },
        ["Get-ProxyServer: The server of this session"] = new() { Output = ["ServerStatus running"] },
        ["Get-ProxyServer: Open the proxy"] = new() { Output = [@"http://127\.0\.0\.1:\d+"] },
        ["New-ProxyConfiguration: Begin"] = new() { Before = "", IsEmpty = true, Output = ["FileInfo proxy.yaml", "FileInfo processes.yaml"] },
        ["New-ProxyConfiguration: Elsewhere"] = new() { Before = "", IsEmpty = true, Output = ["FileInfo proxy.yaml", "FileInfo processes.yaml"], After = "Test-Path site/processes.yaml", Then = ["True"] },
        ["Restart-ManagedProcess: And wait until it works"] = new() { After = "(Get-ManagedProcess web).Health; (Get-ManagedProcess web).Reason", Then = ["Healthy", ".*restart.*"] },
        ["Restart-ManagedProcess: Several, and look"] = new() { Before = Pids, Output = [Api, Web], After = "$pids -eq ((Get-ManagedProcess).Pid -join ',')", Then = ["False"] },
        ["Restart-ManagedProcess: One instance"] = new()
        {
            Before = "Start-ProxyServer; Set-ManagedProcess api -Instances 2; $pids = (Get-ManagedProcess api).Instances.Pid",
            After = "$now = (Get-ManagedProcess api).Instances.Pid; $now[0] -eq $pids[0]; $now[1] -eq $pids[1]", Then = ["True", "False"],
        },
        ["Restart-ManagedProcess: What would happen"] = new()
        {
            After = $"$screen.Take().Split(\"`n\"); {States}", Then = [".*\"Stop and start\".*web \\(pid \\d+\\).*", ".*\"Stop and start\".*api \\(pid \\d+\\).*", "", "Running,Running"],
        },
        ["Set-ManagedProcess: More instances"] = new() { Output = [Api], After = "(Get-ManagedProcess api).Reason", Then = ["3 of 3 running"] },
        ["Set-ManagedProcess: Back to one, and look"] = new() { Before = "Start-ProxyServer; Set-ManagedProcess api -Instances 2", Output = ["Int32"], After = "(Get-ManagedProcess api).State", Then = ["Running"] },
        ["Start-ManagedProcess: Configured processes"] = new() { Before = "Start-ProxyServer; Stop-ManagedProcess *", After = $"{States}; (Get-ManagedProcess web).Health", Then = ["Running,Running", "Healthy"] },
        ["Start-ManagedProcess: A program of your own"] = new() { Before = "", Output = [@"ManagedProcessLogLine web serving as \d+"], After = "(Get-ManagedProcess web).Health", Then = ["Healthy"] },
        ["Start-ManagedProcess: Several instances on ports of their own"] = new() { Before = "", Output = ["Int32", "Int32"], After = "(Get-ManagedProcess web).Reason", Then = ["2 of 2 running"] },
        ["Start-ManagedProcess: A job that runs every hour"] = new() { Before = "Set-Content clean.sh 'true'", Output = ["DateTimeOffset"] },
        ["Start-ManagedProcess: A program that needs another one"] = new() { Before = "", Output = [Web] },
        ["Remove-ManagedProcess: One process"] = new() { Before = "", After = "@(Get-ManagedProcess).Count", Then = ["0"] },
        ["Remove-ManagedProcess: Everything that has failed"] = new()
        {
            Before = "Start-ManagedProcess bad -FilePath false -MaxRestarts 0; Wait-ManagedProcess bad -State Failed", After = "@(Get-ManagedProcess).Count", Then = ["0"],
        },
        ["Get-ProxyConnection: All"] = new() { Before = "", Output = ["ProxyConnection Server", "ProxyConnection Server"] },
        ["Get-ProxyConnection: Choose another one"] = new() { Before = "", Output = ["ProxyConnection Server"], After = "$a.IsCurrent; $b.IsCurrent", Then = ["True", "False"] },
        ["Get-ProxyRoute: All"] = new() { Before = Routes, Output = ["RouteActivity", "RouteActivity"] },
        ["Get-ProxyRoute: Slow and faulty ones"] = new() { Before = Routes },
        ["Watch-ManagedProcess: The next failure"] = new() { Before = "", Output = ["ManagedProcessChange bad: Failed"] },
        ["Watch-ManagedProcess: As events"] = new()
        {
            After = "while (-not ((Get-Content changes.log -ErrorAction Ignore) -match 'web: Stopped')) { Start-Sleep -Milliseconds 20 }; Get-Content changes.log | Select-Object -Last 1",
            Then = ["web: Stopped"],
        },
        ["Export-ManagedProcess: All"] = new() { Before = "", Output = ["FileInfo processes.yaml"], After = "(Get-Content processes.yaml)[1]", Then = ["  web:"] },
        ["Export-ManagedProcess: Use the file"] = new() { Before = "", Output = ["FileInfo processes.yaml", Web] },
        ["Install-ProxyService: What would be written"] = new() { Before = "", Output = [".*ExecStart=.*processproxy.dll.* run --config .*proxy.yaml.*"] },
        ["Install-ProxyService: Another name"] = new() { Before = "", Output = [".*User=www-data.*"] },
        ["Uninstall-ProxyService: What would happen"] = new() { Before = "" },
        ["Uninstall-ProxyService: A service of your own"] = new() { Before = "" },
        ["Start-ProxyServer: Routes without a file"] = new() { Before = "", Output = ["RouteActivity", "RouteActivity"] },
        ["Get-ManagedProcess: What they use"] = new() { Output = ["Name.*CPU.*Memory.*", "----.*", "web +Running.*", "api +Running.*"] },
        ["Get-ManagedProcess: What a killed session left running"] = new() { Before = "" },
        ["Start-ManagedProcess: A process file"] = new() { Before = "Set-Location config", Output = [Web, Api] },
        ["Start-ProxyServer: In this session"] = new() { Before = "", Output = [Web, Api], After = "(Get-ProxyServer).Pid -eq $PID", Then = ["True"] },
        ["Start-ProxyServer: As a process of its own"] = new() { Before = "", Output = ["ServerStatus running"], After = "(Get-ProxyServer).Pid -eq $PID; Stop-ProxyServer", Then = ["False"] },
        ["Stop-ManagedProcess: By name"] = new() { After = States, Then = ["Stopped,Running"] },
        ["Stop-ManagedProcess: What is unhealthy"] = new() { Before = $"{Healthy}; {Sick}", Output = ["ProcessInfo web Stopped"] },
        ["Stop-ManagedProcess: What would happen"] = new() { After = $"$screen.Take().Split(\"`n\"); {States}", Then = [@".*web \(pid \d+\).*", @".*api \(pid \d+\).*", "", "Running,Running"] },
        ["Stop-ProxyServer: Stop everything"] = new() { Before = Pids, After = "@($pids -split ',' | Where-Object { Get-Process -Id $_ -ErrorAction Ignore }).Count", Then = ["0"] },
        ["Stop-ProxyServer: Restart the server, not the programs"] = new() { Before = Pids, After = "$pids -eq ((Get-ManagedProcess).Pid -join ',')", Then = ["True"] },
        ["Test-ProxyConfiguration: See the problems"] = new() { Before = "Add-Content config/processes.yaml -Value '    comand: x'", Output = ["ConfigurationProblem processes.api.comand"] },
        ["Test-ProxyConfiguration: In a script"] = new() { Before = $"Start-ProxyServer; {Edit("'maxRestarts: 9', 'maxRestarts: 8'")}", Output = ["PlannedChange web None", "PlannedChange api Update"] },
        ["Update-ProxyConfiguration: See the plan"] = new() { Before = $"Start-ProxyServer; {Edit("'maxRestarts: 9', 'maxRestarts: 8'")}", Output = ["PlannedChange web None", "PlannedChange api Update"] },
        ["Update-ProxyConfiguration: What will be interrupted"] = new() { Before = $"{Pids}; {Edit("'polite', 'serve'")}", Output = ["PlannedChange api Restart"], After = "$pids -eq ((Get-ManagedProcess).Pid -join ',')", Then = ["True"] },
        ["Wait-ManagedProcess: Until it works"] = new() { After = "(Get-ManagedProcess web).Health", Then = ["Healthy"] },
        ["Wait-ManagedProcess: Until a job has ended"] = new() { Before = "Start-ProxyServer; Start-ManagedProcess job", Processes = Job, Output = ["Int32"], After = "(Get-ManagedProcess job).State", Then = ["Stopped"] },
    };

    private static string Edit(string what) => string.Format(System.Globalization.CultureInfo.InvariantCulture, EditApi, what);
}
