using System.Management.Automation;
using ProcessProxy.PSModule.Tests.Engine;
using Xunit;

namespace ProcessProxy.PSModule.Tests.Cmdlets;

public sealed class LogTests : IAsyncLifetime
{
    private const int Patience = 120_000;
    private readonly ShellProject project = new ShellProject().Configure(("a", "burst 5 2000"), ("b", "burst 5 2000"));
    private readonly Session session = new();
    private object connection = null!;

    public async ValueTask InitializeAsync()
    {
        connection = (await session.Get("Start-ProxyServer $file -PassThru", new { file = project.ConfigFile }))[0].BaseObject;
        foreach (var id in (string[])["a", "b"])
        {
            await Wait.Until(() => File.Exists(project.File($"logs/{id}.log")) && File.ReadAllText(project.File($"logs/{id}.log")).Contains("done", StringComparison.Ordinal), "the burst is over");
        }
    }

    public async ValueTask DisposeAsync()
    {
        session.Dispose();
        await project.DisposeAsync();
    }

    [Fact(Timeout = Patience)]
    public async Task The_last_lines_come_as_objects()
    {
        var lines = await session.Get("Get-ManagedProcessLog a -Tail 2");
        Assert.Equal(["line 5", "done"], lines.Select(line => line.Properties["Line"].Value));
        Assert.All(lines, line =>
        {
            Assert.Equal("a", line.Properties["Name"].Value);
            Assert.Equal("Output", line.Properties["Stream"].Value.ToString());
            Assert.IsType<DateTimeOffset>(line.Properties["Time"].Value);
        });
    }

    [Fact(Timeout = Patience)]
    public async Task Raw_gives_text() => Assert.Equal(
        ["line 1", "line 2", "line 3", "line 4", "line 5", "done"], (await session.Get("Get-ManagedProcessLog a -Raw")).Select(line => line.BaseObject));

    [Fact(Timeout = Patience)]
    public async Task Several_processes_give_one_stream_in_the_order_of_time()
    {
        var lines = await session.Get("Get-ManagedProcessLog *");
        Assert.Equal(12, lines.Count);
        Assert.Equal(lines.Select(Time).Order(), lines.Select(Time));
        Assert.Equal(6, lines.Count(line => (string)line.Properties["Name"].Value == "b"));
    }

    [Fact(Timeout = Patience)]
    public async Task Since_leaves_out_what_is_older()
    {
        var output = await session.Get("$lines = Get-ManagedProcessLog a; @(Get-ManagedProcessLog a -Since $lines[-1].Time -Raw)[-1]; @(Get-ManagedProcessLog a -Since ([DateTimeOffset]::UtcNow.AddHours(1))).Count");
        Assert.Equal(["done", "0"], output.Select(line => line.ToString()));
    }

    [Theory(Timeout = Patience)]
    [InlineData("Get-ManagedProcessLog a -Tail 0")]
    [InlineData("Get-ManagedProcessLog a -Tail 10001")]
    [InlineData("Get-ManagedProcessLog a -Stream nothing")]
    public async Task Arguments_without_sense_do_not_bind(string command) =>
        Assert.Contains("ParameterBinding", Assert.Single((await session.Run(command)).AllErrors).Exception.GetType().Name, StringComparison.Ordinal);

    [Fact(Timeout = Patience)]
    public async Task Following_goes_on_across_a_restart_and_ends_at_once_when_stopped()
    {
        using var shell = session.Begin("Get-ManagedProcessLog a, b -Tail 1 -Wait | ForEach-Object { \"$($_.Name) $($_.Line)\" }");
        var output = new PSDataCollection<PSObject> { EnumeratorNeverBlocks = true };
        var pending = shell.BeginInvoke<PSObject, PSObject>(null, output);
        await Wait.Until(() => output.Count == 2, "the last line of each has come");
        using (var other = new Session())
        {
            await other.Get("Get-ManagedProcess a -Connection $c | Restart-ManagedProcess", new { c = connection });
        }

        await Wait.Until(() => output.Count(line => line.ToString() == "a done") == 2, "the new run is followed");
        await Task.Run(shell.Stop, TestContext.Current.CancellationToken);
        Assert.Equal(
            ["a done", "a line 1", "a line 2", "a line 3", "a line 4", "a line 5", "a done"],
            output.Select(line => line.ToString()).Where(line => line.StartsWith("a ", StringComparison.Ordinal)));
    }

    [Fact(Timeout = Patience)]
    public async Task A_pipeline_that_has_enough_ends_the_following()
    {
        // As Select-Object -First does, which is not in this engine: the cmdlet is left without being told to stop.
        var output = await session.Get("foreach ($n in 1, 2) { do { Get-ManagedProcessLog a -Tail 1 -Wait -Raw | ForEach-Object { $_; break } } while ($false) }");
        Assert.Equal(["done", "done"], output.Select(line => line.BaseObject));
    }

    private static DateTimeOffset Time(PSObject line) => (DateTimeOffset)line.Properties["Time"].Value;
}
