using ProcessProxy.Configuration;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Supervision.Machine;
using ProcessProxy.Supervision.Services;

namespace ProcessProxy.Supervision.Helpers;

/// <summary>Runs the command of a process that comes before its program, and tells when it is over. One run at a time.</summary>
/// <param name="services">What all runners share.</param>
/// <param name="post">Takes the news.</param>
internal sealed class PreStart(RunnerServices services, Func<MachineEvent, ValueTask> post) : IAsyncDisposable
{
    private CancellationTokenSource calledOff = new();
    private Task run = Task.CompletedTask;
    private bool isDisposed;

    /// <summary>Begins.</summary>
    /// <param name="spec">The process, which has such a command.</param>
    /// <param name="mark">The mark that the program will have.</param>
    /// <param name="generation">Which attempt to run the program it is for.</param>
    /// <param name="hurry">Cancelled when there is no time for a graceful end.</param>
    public void Begin(ProcessSpec spec, string mark, long generation, CancellationToken hurry)
    {
        calledOff.Dispose();
        calledOff = new CancellationTokenSource();
        run = RunAsync(spec, mark, generation, calledOff.Token, hurry);
    }

    /// <summary>Has it ended.</summary>
    public Task CallOffAsync() => calledOff.CancelAsync();

    /// <summary>Ends it and waits for that.</summary>
    public async ValueTask DisposeAsync()
    {
        if (isDisposed)
        {
            return;
        }

        isDisposed = true;
        await calledOff.CancelAsync().ConfigureAwait(false);
        await run.ConfigureAwait(false);
        calledOff.Dispose();
    }

    private async Task RunAsync(ProcessSpec spec, string mark, long generation, CancellationToken canceled, CancellationToken hurry)
    {
        var first = spec.PreStart!;
        var result = await new HelperRun(spec.Id, ProcessMark.OfHelper(mark, ProcessMark.PreStart), first.Command.BesideOf(spec.Launch), services)
            .RunAsync(first.Timeout, "timeout", spec.Stop.Timeout, canceled, hurry).ConfigureAwait(false);
        var failure = result.Failure is { } why ? $"Its {ProcessMark.PreStart} {why.TrimEnd('.')}." : null;
        var fault = result.Fault == LaunchFault.NoRoom ? LaunchFault.NoRoom : LaunchFault.PreStart;
        await post(new MachineEvent.Prepared(generation, failure, fault, result.Survivors)).ConfigureAwait(false);
    }
}
