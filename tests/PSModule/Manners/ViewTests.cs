using System.Text.RegularExpressions;
using System.Xml.Linq;
using ProcessProxy.PSModule.Tests.Engine;
using Xunit;

namespace ProcessProxy.PSModule.Tests.Manners;

/// <summary>What objects look like on a screen without colours, live and after a journey through a job.</summary>
public sealed partial class ViewTests : IAsyncLifetime
{
    private const int Patience = 120_000;
    private const string Travelled = "[Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize(@({0})))";
    private readonly ShellProject project = new ShellProject().Configure(("web", "burst 1 0"));
    private readonly ScreenHost screen = new();
    private readonly Session session;

    public ViewTests() => session = new Session(screen);

    public async ValueTask InitializeAsync() => await session.Get("Start-ProxyServer $file", new { file = project.ConfigFile });

    public async ValueTask DisposeAsync()
    {
        session.Dispose();
        await project.DisposeAsync();
    }

    [Theory(Timeout = Patience)]
    [InlineData("Get-ManagedProcess")]
    [InlineData(Travelled)]
    public async Task Processes_are_a_table(string command)
    {
        var lines = await ShowAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, command, "Get-ManagedProcess") + " | Out-Default");
        Assert.Matches(@"^Name +State +Health +Pid +Uptime +Restarts +Reason", lines[0]);
        Assert.Matches(@"^web +Running +None +\d+ +00:00:\d\d +0 +started by", lines[2]);
    }

    [Theory(Timeout = Patience)]
    [InlineData("Get-ManagedProcess web, web:*")]
    [InlineData(Travelled)]
    public async Task Instances_have_their_number_and_the_whole_says_how_many_run(string command)
    {
        await session.Get("Set-ManagedProcess web -Instances 3; Stop-ManagedProcess web:3");
        var lines = await ShowAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, command, "Get-ManagedProcess web, web:*") + " | Out-Default");
        Assert.Matches(@"^web +Running +None +0 +2 of 3 running", lines[2]);
        Assert.Matches(@"^web:1 +Running +None +\d+ +00:00:\d\d +0 +started by", lines[3]);
        Assert.Matches(@"^web:3 +Stopped +None +0 +stopped by", lines[5]);
    }

    [Theory(Timeout = Patience)]
    [InlineData("{0}")]
    [InlineData(Travelled)]
    public async Task What_is_outdated_says_so_and_why(string command)
    {
        project.Configure();
        project.Write("config/processes.yaml", "processes:\n" + project.Entry("new", "serve").Replace("restartDelay: 50", "port: auto", StringComparison.Ordinal));
        await session.Get("$null = Update-ProxyConfiguration; Wait-ManagedProcess new");
        project.Write("config/processes.yaml", File.ReadAllText(project.File("config/processes.yaml")).Replace("'serve'", "'nonsense'", StringComparison.Ordinal));
        await session.Run("$null = Update-ProxyConfiguration");
        var lines = await ShowAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, command, "Get-ManagedProcess") + " | Out-String -Width 300 | Out-Default");
        Assert.Matches(@"^new +Running .*outdated: started by .*; the last replacement failed: the new program exited with code 64$", lines[2]);
    }

    [Fact(Timeout = Patience)]
    public async Task The_list_of_a_process_shows_everything_there_is()
    {
        // Format-List is not in this engine, so the view is looked at rather than shown.
        var process = Assert.Single(await session.Get("Get-ManagedProcess web"));
        var list = XDocument.Load(Path.Combine(Builds.Module, "ProcessProxy.Format.ps1xml")).Descendants("View")
            .Single(view => view.Element("Name")!.Value == "ProcessList");
        // Of a job that runs by a schedule there is more to show; that is looked at where there is one.
        var shown = list.Descendants("ListItem").Where(item => item.Element("ItemSelectionCondition") is null).Select(item => (item.Element("Label") ?? item.Element("PropertyName"))!.Value);
        Assert.Equal(
            process.Properties.Select(property => property.Name).Except(["Args", "IsRunning", "Schedule"]).Order(StringComparer.Ordinal),
            shown.Order(StringComparer.Ordinal));
    }

    [Theory(Timeout = Patience)]
    [InlineData("{0}")]
    [InlineData(Travelled)]
    public async Task A_line_of_a_log_is_one_line(string command)
    {
        await session.Get("do { Get-ManagedProcessLog web -Wait | ForEach-Object { if ($_.Line -eq 'line 1') { break } } } while ($false)");
        var lines = await ShowAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, command, "Get-ManagedProcessLog web -Tail 2") + " | Out-Default");
        Assert.Matches(@"^\d\d:\d\d:\d\d\.\d\d\d web line 1$", lines[0]);
    }

    [Theory(Timeout = Patience)]
    [InlineData("{0}")]
    [InlineData(Travelled)]
    public async Task A_server_is_a_list(string command)
    {
        var text = string.Join('\n', await ShowAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, command, "Get-ProxyServer") + " | Out-Default"));
        Assert.Matches(@"Status +: running", text);
        Assert.Matches(@"Proxy +: http://127\.0\.0\.1:\d+", text);
        Assert.Matches(@"Processes +: 1 in all, 1 running, 0 healthy, 0 failed", text);
    }

    [Theory(Timeout = Patience)]
    [InlineData("{0}")]
    [InlineData(Travelled)]
    public async Task A_diagnosis_is_a_list_that_begins_with_its_sentence(string command)
    {
        var lines = await ShowAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, command, "Get-ManagedProcessDiagnosis web") + " | Out-Default");
        Assert.Matches(@"^ProcessId +: web$", lines[0]);
        Assert.Matches(@"^Summary +: web is running; nothing is wrong\.$", lines[1]);
        Assert.Contains(lines, line => line.StartsWith("State", StringComparison.Ordinal) && line.Contains("Running, None, since 20", StringComparison.Ordinal));
    }

    [Fact(Timeout = Patience)]
    public async Task A_plan_is_a_table()
    {
        project.Configure(("web", "polite"));
        var lines = await ShowAsync("Update-ProxyConfiguration | Out-Default");
        Assert.Matches(@"^Process +Action +Because +RoutesAffected", lines[0]);
        Assert.Matches(@"^web +Restart +args changed", lines[2]);
    }

    [GeneratedRegex(@"\x1b\[[0-9;]*m")]
    private static partial Regex Colour();

    private async Task<string[]> ShowAsync(string script)
    {
        screen.Take();
        await session.Get(script);
        return Colour().Replace(screen.Take(), "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
