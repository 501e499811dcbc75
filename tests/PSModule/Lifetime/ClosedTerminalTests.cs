using ProcessProxy.PSModule.Tests.Engine;
using ProcessProxy.PSModule.Tests.Engine.Terminals;
using Xunit;

namespace ProcessProxy.PSModule.Tests.Lifetime;

/// <summary>A shell at its prompt whose terminal is closed: it dies of the keys that it cannot read any more, before it hears of the hang-up.</summary>
public sealed class ClosedTerminalTests
{
    private const string Key = "~";

    [Fact(Timeout = 180_000)]
    public async Task Closing_the_terminal_of_a_shell_at_its_prompt_stops_what_its_session_supervises()
    {
        await using var project = new ShellProject().Configure(("web", "polite"));
        await using var terminal = await Terminal.OpenAsync(project);
        await terminal.EnterAsync("Start-ProxyServer");
        await Wait.Until(() => File.ReadAllText(project.File("logs/web.log")).Contains("ready", StringComparison.Ordinal), "the program waits for a signal");

        // A key that is shown has been read: from now on the next one is waited for.
        terminal.Type(Key);
        await terminal.BeforeCursorAsync(Key);
        terminal.Close();
        await Wait.Until(() => project.Processes.Count == 0, "nothing of the session is left");
        Assert.Contains("asked to end by SIGTERM", File.ReadAllText(project.File("logs/web.log")), StringComparison.Ordinal);
    }
}
