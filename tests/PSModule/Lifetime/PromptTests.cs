using ProcessProxy.PSModule.Tests.Engine;
using ProcessProxy.PSModule.Tests.Engine.Terminals;
using Xunit;

namespace ProcessProxy.PSModule.Tests.Lifetime;

/// <summary>What a person does at the prompt: keys that end what runs, keys that complete, and leaving.</summary>
public sealed class PromptTests
{
    private const int Patience = 300_000;
    private const string CtrlC = "\x3";

    [Fact(Timeout = Patience)]
    public async Task Ctrl_C_ends_what_waits_and_a_typed_line_and_never_the_programs_which_end_with_exit()
    {
        await using var project = new ShellProject().Configure(("web", "polite"));
        await using var terminal = await Terminal.OpenAsync(project);
        await terminal.EnterAsync("Start-ProxyServer");
        var pid = int.Parse(Assert.Single(await terminal.EnterAsync("(Get-ManagedProcess web).Pid")), System.Globalization.CultureInfo.InvariantCulture);

        var row = await terminal.BeginAsync("Get-ManagedProcessLog web -Wait");
        await terminal.ShownAsync(row, "web ready");
        terminal.Type(CtrlC);
        await terminal.PromptAsync(row);

        row = await terminal.BeginAsync("'waiting'; Wait-ManagedProcess web -State Stopped");
        await terminal.ShownAsync(row, "waiting");
        terminal.Type(CtrlC);
        await terminal.PromptAsync(row);

        row = await terminal.TypedAsync("Stop-ManagedProcess web");
        terminal.Type(CtrlC);
        await terminal.PromptAsync(row);

        // A terminal sends the signal to the whole foreground group, in which the programs would be had they no session of their own.
        Assert.Equal(pid, Machine.Session(pid));
        Assert.Equal([$"Running {pid}", "0"], await terminal.EnterAsync("Get-ManagedProcess web | ForEach-Object { \"$($_.State) $($_.Pid)\" }; $Error.Count"));

        await terminal.BeginAsync("exit 7");
        Assert.Equal(7, await terminal.EndAsync());
        Assert.Empty(project.Processes);
        Assert.Contains("asked to end by SIGTERM", File.ReadAllText(project.File("logs/web.log")), StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task A_shell_that_waits_for_a_slow_program_at_its_end_says_so()
    {
        await using var project = new ShellProject();
        project.Write("slow.sh", "trap 'sleep 5; exit' TERM\necho ready\nwhile :; do sleep 0.1; done\n");
        await using var terminal = await Terminal.OpenAsync(project);
        await terminal.EnterAsync("Start-ManagedProcess slow -FilePath sh -ArgumentList slow.sh");
        var row = await terminal.BeginAsync("Get-ManagedProcessLog slow -Wait");
        await terminal.ShownAsync(row, "slow ready");
        terminal.Type(CtrlC);
        row = await terminal.PromptAsync(row);
        await terminal.BeginAsync("exit");
        await terminal.ShownAsync(row, "Stopping slow ...");
        await terminal.EndAsync();
    }

    [Fact(Timeout = Patience)]
    public async Task Tab_completes_cmdlets_parameters_and_the_names_of_processes()
    {
        await using var project = new ShellProject().Configure(("webshop", "polite"), ("api", "polite"));
        await using var terminal = await Terminal.OpenAsync(project);
        await terminal.EnterAsync("Start-ProxyServer");
        await terminal.TypedAsync("Restart-Managed");
        terminal.Type("\t");
        await terminal.BeforeCursorAsync("Restart-ManagedProcess");
        await terminal.TypedAsync(" -Na");
        terminal.Type("\t");
        await terminal.BeforeCursorAsync(" -Name");
        await terminal.TypedAsync(" we");
        terminal.Type("\t");
        await terminal.BeforeCursorAsync(" webshop");
        Assert.Equal(["Running"], await terminal.EnterAsync(" -PassThru | ForEach-Object { $_.State.ToString() }"));
        Assert.Equal(
            ["api,webshop"],
            await terminal.EnterAsync("(TabExpansion2 'Stop-ManagedProcess -Name ').CompletionMatches.CompletionText -join ','"));
    }

    [Fact(Timeout = Patience)]
    public async Task Two_sessions_have_each_their_own_and_neither_takes_what_the_other_supervises()
    {
        await using var shop = new ShellProject().Configure(("web", "polite"));
        await using var blog = new ShellProject().Configure(("web", "polite"));
        await using var one = await Terminal.OpenAsync(shop);
        await using var other = await Terminal.OpenAsync(blog);
        const string Pid = "Start-ProxyServer; (Get-ManagedProcess web).Pid";
        var first = await one.EnterAsync(Pid);
        var second = await other.EnterAsync(Pid);
        Assert.NotEqual(Assert.Single(first), Assert.Single(second));

        // The other one goes into the project of the first.
        await other.EnterAsync("Stop-ProxyServer");
        Assert.Contains(
            "supervises these processes", string.Join(' ', await other.EnterAsync($"Start-ProxyServer '{shop.ConfigFile}' -Detached")), StringComparison.Ordinal);
        Assert.Equal(["ServerAlreadyRunning"], await other.EnterAsync($"try {{ Start-ProxyServer '{shop.ConfigFile}' }} catch {{ $_.FullyQualifiedErrorId.Split(',')[0] }}"));
        await other.EnterAsync("Stop-ProxyServer");
        Assert.Equal(first, await one.EnterAsync("(Get-ManagedProcess -State Running).Pid"));

        await one.EnterAsync("Stop-ProxyServer");
        var third = await other.EnterAsync($"Start-ProxyServer '{shop.ConfigFile}'; (Get-ManagedProcess web).Pid");
        Assert.NotEqual(first, third);
        await other.BeginAsync("exit");
        Assert.Equal(0, await other.EndAsync());
        Assert.False(Machine.IsAlive(int.Parse(Assert.Single(third), System.Globalization.CultureInfo.InvariantCulture)));
    }
}
