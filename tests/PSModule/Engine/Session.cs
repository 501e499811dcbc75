using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Xunit;

namespace ProcessProxy.PSModule.Tests.Engine;

/// <summary>A runspace in the process of the tests, with every command that PowerShell brings and the module as it is laid out.</summary>
internal sealed class Session : IDisposable
{
    private static readonly Lock FirstState = new();
    private readonly Runspace runspace;

    /// <summary>Opens it.</summary>
    /// <param name="host">What is shown goes here; nothing is kept when it is null.</param>
    public Session(ScreenHost? host = null)
    {
        InitialSessionState state;
        lock (FirstState)
        {
            // The first one fills what the engine remembers of its commands and then of its providers: who asked between the two
            // would get a shell without a file system.
            state = InitialSessionState.CreateDefault2();
        }

        state.ThrowOnRunspaceOpenError = true;
        state.ImportPSModule([Builds.Module]);
        runspace = host is null ? RunspaceFactory.CreateRunspace(state) : RunspaceFactory.CreateRunspace(host, state);
        runspace.Open();
    }

    /// <summary>Runs a script to its end, ends it when the test is cancelled, and gives everything that came out.</summary>
    public Task<Outcome> Run(string script, object? variables = null) => Task.Run(() => Invoke(script, variables));

    /// <summary>Runs a script that is to succeed without a word on the error stream.</summary>
    public async Task<IReadOnlyList<PSObject>> Get(string script, object? variables = null)
    {
        var outcome = await Run(script, variables);
        Assert.True(outcome.AllErrors.Count == 0, $"{script}\n{string.Join('\n', outcome.AllErrors)}");
        return outcome.Output;
    }

    /// <summary>A shell with a script that somebody else runs.</summary>
    public PowerShell Begin(string script, object? variables = null)
    {
        foreach (var property in variables?.GetType().GetProperties() ?? [])
        {
            runspace.SessionStateProxy.SetVariable(property.Name, property.GetValue(variables));
        }

        var shell = PowerShell.Create();
        shell.Runspace = runspace;
        shell.AddScript(script);
        return shell;
    }

    /// <summary>Closes the runspace, as leaving a shell does; what it supervises ends.</summary>
    public void Dispose() => runspace.Dispose();

    private Outcome Invoke(string script, object? variables)
    {
        using var shell = Begin(script, variables);
        using var cancelled = TestContext.Current.CancellationToken.Register(() => shell.BeginStop(null, null));
        try
        {
            return new Outcome([.. shell.Invoke()], shell.Streams, null);
        }
        catch (RuntimeException failure)
        {
            return new Outcome([], shell.Streams, failure.ErrorRecord);
        }
    }
}
