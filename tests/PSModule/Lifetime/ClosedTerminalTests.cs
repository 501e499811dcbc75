using System.Diagnostics;
using ProcessProxy.EndToEnd.Harness;
using ProcessProxy.PSModule.Tests.Engine;
using Xunit;

namespace ProcessProxy.PSModule.Tests.Lifetime;

/// <summary>A shell at its prompt whose terminal is closed: it dies of the keys that it cannot read any more, before it hears of the hang-up.</summary>
public sealed class ClosedTerminalTests
{
    private const string WhereIsTheCursor = "\e[6n";
    private const string Key = "~";

    [Fact(Timeout = 180_000)]
    public async Task Closing_the_terminal_of_a_shell_at_its_prompt_stops_what_its_session_supervises()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || !File.Exists("/usr/bin/script"), "There is no script(1) to make a terminal with.");
        await using var project = new Project().Configure(("web", "polite"));

        project.Write("session.ps1", $"Import-Module '{Builds.Module}'; Start-ProxyServer '{project.ConfigFile}'");

        // It holds the other end of a terminal, types there what comes on its standard input and shows what is printed.
        using var terminal = project.Launch("/usr/bin/script", "-qfec", $"exec '{Builds.PowerShell}' -NoProfile -NoLogo -NoExit -File '{project.File("session.ps1")}'", "/dev/null");
        await ShownAsync(terminal, "PS /");

        // A key that is shown has been read: from now on the next one is waited for.
        await terminal.StandardInput.WriteAsync(Key);
        await terminal.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        await ShownAsync(terminal, Key);
        await Wait.Until(() => File.ReadAllText(project.File("logs/web.log")).Contains("ready", StringComparison.Ordinal), "the program waits for a signal");

        Machine.Signal(terminal.Id, Machine.Kill);
        await Wait.Until(() => project.Processes.Count == 0, "nothing of the session is left");
        Assert.Contains("asked to end by SIGTERM", File.ReadAllText(project.File("logs/web.log")), StringComparison.Ordinal);
    }

    private static async Task ShownAsync(Process terminal, string text)
    {
        var shown = "";
        var buffer = new char[1024];
        while (!shown.Contains(text, StringComparison.Ordinal))
        {
            var read = await terminal.StandardOutput.ReadAsync(buffer, TestContext.Current.CancellationToken);
            Assert.True(read > 0, $"The shell ended early; it showed: {shown}");
            shown += new string(buffer, 0, read);

            // The shell asks its terminal where the cursor is and waits for the answer.
            for (var asked = new string(buffer, 0, read).Split(WhereIsTheCursor).Length - 1; asked > 0; asked--)
            {
                await terminal.StandardInput.WriteAsync("\e[1;1R");
                await terminal.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
            }
        }
    }
}
