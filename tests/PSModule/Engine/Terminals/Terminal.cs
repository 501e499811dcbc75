using System.Diagnostics;
using System.Text.RegularExpressions;
using Xunit;

namespace ProcessProxy.PSModule.Tests.Engine.Terminals;

/// <summary>
/// A terminal with PowerShell at its prompt, and somebody who types. The home folder is the project's, so that nothing of the history and the
/// profile of who runs the tests comes in.
/// </summary>
internal sealed partial class Terminal : IAsyncDisposable
{
    private const string Script = "/usr/bin/script";
    private readonly TerminalScreen screen = new();
    private readonly Lock gate = new();
    private readonly Lock typing = new();
    private readonly Process process;
    private readonly Task shown;

    private Terminal(Process process)
    {
        this.process = process;
        shown = ShowAsync();
    }

    /// <summary>Everything that was shown, line by line.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (gate)
            {
                return screen.Lines;
            }
        }
    }

    /// <summary>Opens it with the module imported, and waits for the prompt.</summary>
    public static async Task<Terminal> OpenAsync(ShellProject project)
    {
        Assert.SkipWhen(!File.Exists(Script), "There is no script(1) to make a terminal with.");

        // It holds the other end of a terminal, types there what comes on its standard input and shows what is printed.
        var terminal = new Terminal(project.LaunchWith(
            new() { ["HOME"] = project.Root, ["TERM"] = "xterm-256color", ["LANG"] = "C.UTF-8", ["XDG_DATA_HOME"] = null, ["NO_COLOR"] = null },
            Script,
            "-qfec",
            $"stty cols {TerminalScreen.Columns} rows {TerminalScreen.Rows}; exec '{Builds.PowerShell}' -NoProfile -NoLogo",
            "/dev/null"));
        await terminal.PromptAsync(-1);
        await terminal.EnterAsync($"Import-Module '{Builds.Module}'");
        return terminal;
    }

    /// <summary>Types keys at the prompt or into what runs.</summary>
    public void Type(string keys)
    {
        // The screen answers the shell while somebody types.
        lock (typing)
        {
            process.StandardInput.Write(keys);
            process.StandardInput.Flush();
        }
    }

    /// <summary>Types a line and Enter, waits for the next prompt and gives the lines that were shown between.</summary>
    public async Task<IReadOnlyList<string>> EnterAsync(string line)
    {
        var row = await BeginAsync(line);
        var prompt = await PromptAsync(row);
        return [.. Lines.Take(prompt).Skip(row + 1)];
    }

    /// <summary>Types a line and Enter, and gives the row where it stands.</summary>
    public async Task<int> BeginAsync(string line)
    {
        var row = await TypedAsync(line);
        Type("\r");
        return row;
    }

    /// <summary>Types text, waits until it is shown, and gives the row where it stands.</summary>
    public async Task<int> TypedAsync(string text)
    {
        Type(text);
        await BeforeCursorAsync(text);
        return Read(at => at.Row);
    }

    /// <summary>Waits for the prompt below a row, with nothing typed there, and gives its row.</summary>
    public async Task<int> PromptAsync(int below)
    {
        await Wait.Until(() => Read(at => at.Row > below && Prompt().IsMatch(at.BeforeCursor)), () => $"the prompt is back; shown is:\n{Text}");
        return Read(at => at.Row);
    }

    /// <summary>Waits until the line of the cursor, up to it, ends like this.</summary>
    public Task BeforeCursorAsync(string end) =>
        Wait.Until(() => Read(at => at.BeforeCursor.EndsWith(end, StringComparison.Ordinal)), () => $"'{end}' stands before the cursor; shown is:\n{Text}");

    /// <summary>Waits until a line below a row is shown.</summary>
    public Task ShownAsync(int below, string line) =>
        Wait.Until(() => Lines.Skip(below + 1).Any(one => one.Contains(line, StringComparison.Ordinal)), () => $"'{line}' is shown; shown is:\n{Text}");

    /// <summary>Waits for the end of the shell, and gives its exit code.</summary>
    public async Task<int> EndAsync()
    {
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode;
    }

    /// <summary>Closes it, as its window is closed.</summary>
    public void Close() => Machine.Signal(process.Id, Machine.Kill);

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await shown;
        process.Dispose();
    }

    private string Text => string.Join('\n', Lines);

    private T Read<T>(Func<TerminalScreen, T> what)
    {
        lock (gate)
        {
            return what(screen);
        }
    }

    private async Task ShowAsync()
    {
        var buffer = new char[4096];
        while (await process.StandardOutput.ReadAsync(buffer) is > 0 and var read)
        {
            var answer = Read(at => at.Write(new string(buffer, 0, read)));
            try
            {
                Type(answer);
            }
            catch (IOException)
            {
                // It was closed while the shell asked something, and nobody is left to be answered.
                return;
            }
        }
    }

    [GeneratedRegex("^PS [^>]*> $")]
    private static partial Regex Prompt();
}
