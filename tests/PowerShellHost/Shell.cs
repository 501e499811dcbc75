using System.Management.Automation;
using System.Management.Automation.Runspaces;
using ProcessProxy.PSModule.Tests.Engine;

namespace PowerShellHost;

/// <summary>
/// Runs one script and prints what comes out, each object as text, errors with their ids. It ends as a shell does: its runspace is not
/// closed when a script says exit. What is formatted is not printed: <c>$screen.Take()</c> gives it.
/// </summary>
internal static class Shell
{
    /// <summary>Runs a file, whose own path the script knows.</summary>
    public static int RunFile(string script) => Run($". '{Path.GetFullPath(script).Replace("'", "''", StringComparison.Ordinal)}'");

    /// <summary>Runs a text.</summary>
    public static int Run(string text)
    {
        var screen = new ScreenHost();
        var state = InitialSessionState.CreateDefault2();
        state.Commands.Add(new SessionStateCmdletEntry("Select-Object", typeof(SelectFirst), helpFileName: null));
        state.Commands.Add(new SessionStateCmdletEntry("Invoke-InCaller", typeof(InvokeInCaller), helpFileName: null));
        state.Variables.Add(new SessionStateVariableEntry("screen", screen, "What is shown on the screen."));
        var runspace = RunspaceFactory.CreateRunspace(screen, state);
        runspace.Open();
        Runspace.DefaultRunspace = runspace;
        using var shell = PowerShell.Create(runspace);
        shell.AddScript($". '{Path.Combine(AppContext.BaseDirectory, "Commands.ps1")}'").Invoke();
        shell.Commands.Clear();
        return Run(shell, text);
    }

    private static int Run(PowerShell shell, string text)
    {
        var output = new PSDataCollection<PSObject>();
        output.DataAdded += (_, added) => Console.WriteLine(output[added.Index]);
        shell.Streams.Error.DataAdded += (_, added) => Print("error", shell.Streams.Error[added.Index]);
        shell.Streams.Warning.DataAdded += (_, added) => Console.WriteLine($"warning: {shell.Streams.Warning[added.Index]}");
        Console.CancelKeyPress += (_, key) =>
        {
            // As at a prompt: Ctrl+C ends the pipeline, not the shell.
            key.Cancel = true;
            Console.WriteLine("interrupted");
            shell.BeginStop(null, null);
        };
        try
        {
            shell.AddScript(text).Invoke(null, output);
            return 0;
        }
        catch (RuntimeException failure)
        {
            Print("failure", failure.ErrorRecord);
            return 1;
        }
    }

    private static void Print(string kind, ErrorRecord record) => Console.WriteLine($"{kind}: {record.FullyQualifiedErrorId}: {record.Exception.Message}");
}
