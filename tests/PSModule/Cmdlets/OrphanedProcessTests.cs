using ProcessProxy.PSModule.Tests.Engine;
using Xunit;

namespace ProcessProxy.PSModule.Tests.Cmdlets;

/// <summary>Programs without a file whose session was killed: they run on, and the next session finds them.</summary>
[Collection(OrphanedSessions.Collection)]
public sealed class OrphanedProcessTests : SessionTests
{
    private const int Patience = 120_000;

    private object Variables => new { program = Builds.TestProcess, mark = Project.Marked };

    private static string Define(string name, string more = "") =>
        $"Start-ManagedProcess {name} -FilePath $program -ArgumentList polite -Environment ($mark{more}) -WorkingDirectory / -PassThru";

    [Fact(Timeout = Patience)]
    public async Task The_same_command_takes_the_program_over_and_does_not_start_a_second_one()
    {
        var pid = Assert.Single(await KilledSessionAsync("left-web"));
        var process = Assert.Single(await Session.Get(Define("left-web"), Variables));
        Assert.Equal(pid, process.Properties["Pid"].Value);
        Assert.Equal(true, process.Properties["IsReconnected"].Value);
        Assert.Equal([pid], Project.Processes);
        Assert.Equal(["Stopped"], (await Session.Get("(Stop-ManagedProcess left-web -PassThru).State")).Select(state => state.ToString()));
        Assert.Empty(Project.Processes);
    }

    [Fact(Timeout = Patience)]
    public async Task What_is_not_defined_again_is_listed_and_can_be_stopped()
    {
        var pids = await KilledSessionAsync("left-web", "left-api");
        var listed = await Session.Get($"$null = {Define("left-web")}; {Own} | ForEach-Object {{ \"$($_.Id) $($_.Pid) $($_.State) $($_.Command)\" }}", Variables);
        Assert.Equal([$"left-api {pids[1]} Running {Builds.TestProcess}"], listed.Select(line => line.ToString()));
        Assert.Equal("Stopped", Assert.Single(await Session.Get($"({Own} | Stop-ManagedProcess -PassThru).State")).ToString());
        Assert.Equal([pids[0]], Project.Processes);
        Assert.Empty(await Session.Get(Own));
    }

    [Fact(Timeout = Patience)]
    public async Task Another_definition_of_the_name_leaves_the_program_alone()
    {
        var pid = Assert.Single(await KilledSessionAsync("left-web"));
        var outcome = await Session.Run(Define("left-web", " + @{ ANOTHER = 1 }"), Variables);
        var process = Assert.Single(outcome.Output);
        Assert.Contains(outcome.Warnings, warning => warning.Contains($"left-web (pid {pid})", StringComparison.Ordinal));
        Assert.NotEqual(pid, process.Properties["Pid"].Value);
        Assert.Equal(pid, Assert.Single(await Session.Get($"({Own}).Pid")).BaseObject);
        await Session.Get($"{Own} | Stop-ManagedProcess");
        Assert.Equal([(int)process.Properties["Pid"].Value], Project.Processes);
    }

    [Fact(Timeout = Patience)]
    public async Task What_depends_on_others_is_taken_over_too()
    {
        var commands = $"(Start-ManagedProcess left-db -FilePath $program -ArgumentList polite -Environment $mark -WorkingDirectory / -PassThru).Pid; "
            + "(Start-ManagedProcess left-shop -FilePath $program -ArgumentList polite -Environment $mark -WorkingDirectory / -DependsOn left-db -PassThru).Pid";
        var pids = await KilledAsync(commands, 2, "left-db");
        Assert.Equal(pids, (await Session.Get(commands, Variables)).Select(pid => (int)pid.BaseObject));
        Assert.Equal(["True", "True"], (await Session.Get("(Get-ManagedProcess).IsReconnected")).Select(one => one.ToString()));
    }

    [Fact(Timeout = Patience)]
    public async Task All_instances_are_taken_over()
    {
        const string Start = "Start-ManagedProcess left-many -FilePath $program -ArgumentList serve -Environment $mark -WorkingDirectory / -Port auto -Instances 2 -PassThru";
        var pids = await KilledAsync($"({Start}).Instances.Pid", 2, "left-many");
        Assert.Equal(pids, (await Session.Get($"({Start}).Instances.Pid", Variables)).Select(pid => (int)pid.BaseObject));
        Assert.Equal(["True", "True"], (await Session.Get("(Get-ManagedProcess left-many).Instances.IsReconnected")).Select(one => one.ToString()));
        Assert.Equal(pids.Order(), Project.Processes.Order());
    }

    [Fact(Timeout = Patience)]
    public async Task The_instances_of_a_living_session_are_not_orphaned()
    {
        await Session.Get("Start-ManagedProcess many -FilePath $program -ArgumentList polite -Environment $mark -Instances 3", Variables);
        Assert.Empty(await Session.Get(Own));
    }

    [Fact(Timeout = Patience)]
    public async Task Another_session_that_looks_at_the_same_moment_is_waited_for()
    {
        Assert.SkipWhen(Machine.Which("python3") is null, "There is no python3 to hold the lock with.");
        var pid = Assert.Single(await KilledSessionAsync("left-web"));
        var folder = Path.GetDirectoryName((await Session.Get($"({Own}).PidFile"))[0].ToString())!;
        const string Hold = "import fcntl, sys, time; file = open(sys.argv[1], 'r+'); fcntl.lockf(file, fcntl.LOCK_EX); print('held', flush=True); time.sleep(0.5)";
        using var other = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("python3", ["-c", Hold, Path.Combine(folder, "processproxy.lock")])
        {
            RedirectStandardOutput = true,
        })!;
        Assert.Equal("held", await other.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        Assert.Equal(pid, Assert.Single(await Session.Get(Define("left-web"), Variables)).Properties["Pid"].Value);
        Assert.Equal([pid], Project.Processes);
        await other.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    [Fact(Timeout = Patience)]
    public async Task An_orphan_cannot_be_restarted_and_the_error_says_what_can_be_done()
    {
        await KilledSessionAsync("left-web");
        var error = Assert.Single((await Session.Run($"{Own} | Restart-ManagedProcess")).AllErrors);
        Assert.Equal("Conflict", error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.Contains("Stop-ManagedProcess", error.Exception.Message, StringComparison.Ordinal);
        await Session.Get($"{Own} | Stop-ManagedProcess");
    }

    [Fact(Timeout = Patience)]
    public async Task The_folder_of_a_killed_session_goes_when_nothing_of_it_runs()
    {
        await KilledSessionAsync("left-web");
        var log = (await Session.Get($"({Own}).LogFile"))[0].ToString();
        Assert.True(File.Exists(log));
        await Session.Get($"{Own} | Stop-ManagedProcess");
        Assert.False(Directory.Exists(Path.GetDirectoryName(Path.GetDirectoryName(log))));
    }

    [Fact(Timeout = Patience)]
    public async Task Values_of_variables_are_not_written_to_the_folder()
    {
        var log = (await Session.Get("(Start-ManagedProcess a -FilePath sleep -ArgumentList 1000 -Environment @{ PASSWORD = 'very-secret' } -PassThru).LogFile"))[0].ToString();
        var folder = Path.GetDirectoryName(Path.GetDirectoryName(log))!;
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)).ToList();
        Assert.Contains(files, file => file.EndsWith("a.definition.json", StringComparison.Ordinal));
        Assert.All(files, file => Assert.DoesNotContain("very-secret", Read(file), StringComparison.Ordinal));
    }

    private static string Read(string file)
    {
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }

    /// <summary>Those of this test: others run at the same time.</summary>
    private string Own => $"Get-ManagedProcess -Orphaned | Where-Object {{ $_.Pid -in @({string.Join(',', Project.Processes)}) }}";

    /// <summary>A session that defines processes and is killed; their pids.</summary>
    private Task<IReadOnlyList<int>> KilledSessionAsync(params string[] names) =>
        KilledAsync(string.Join("; ", names.Select(name => $"({Define(name)}).Pid")), names.Length, names[0]);

    /// <summary>A session that runs commands, each of which gives a pid, and is killed.</summary>
    private async Task<IReadOnlyList<int>> KilledAsync(string starts, int count, string first)
    {
        using var shell = Project.LaunchScript(
            $"Import-Module '{Builds.Module}'; $program = '{Builds.TestProcess}'; $mark = @{{ {TestFolder.MarkVariable} = '{Project.Mark}' }}; {starts}; Get-ManagedProcessLog {first} -Wait");
        var pids = new List<int>();
        while (pids.Count < count)
        {
            pids.Add(int.Parse((await shell.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!, System.Globalization.CultureInfo.InvariantCulture));
        }

        Machine.Signal(shell.Id, Machine.Kill);
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        return pids;
    }
}
