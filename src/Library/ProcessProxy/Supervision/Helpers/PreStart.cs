using ProcessProxy.Configuration;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Supervision.Machine;
using ProcessProxy.Supervision.Services;

namespace ProcessProxy.Supervision.Helpers;

/// <summary>Runs the preStart command of a process, and reports when it has ended. One run at a time.</summary>
/// <param name="services">The services that all runners share.</param>
/// <param name="post">Receives the event.</param>
internal sealed class PreStart(RunnerServices services, Func<MachineEvent, ValueTask> post) : IAsyncDisposable
{
    private CancellationTokenSource calledOff = new();
    private Task run = Task.CompletedTask;
    private bool isDisposed;

    /// <summary>Starts the command.</summary>
    /// <param name="spec">The process, which has a preStart command.</param>
    /// <param name="mark">The mark that the program will have.</param>
    /// <param name="generation">The attempt to run the program that it belongs to.</param>
    /// <param name="hurry">Canceled when no time is left for a graceful end.</param>
    public void Begin(ProcessSpec spec, string mark, long generation, CancellationToken hurry)
    {
        calledOff.Dispose();
        calledOff = new CancellationTokenSource();
        run = RunAsync(spec, mark, generation, calledOff.Token, hurry);
    }

    /// <summary>Makes it end.</summary>
    public Task CallOffAsync() => calledOff.CancelAsync();

    /// <summary>Ends it and waits for its end.</summary>
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
        var result = await new HelperRun(spec, ProcessMark.OfHelper(mark, ProcessMark.PreStart), first.Command.BesideOf(spec.Launch), services)
            .RunAsync(first.Timeout, "timeout", spec.Stop.Timeout, canceled, hurry).ConfigureAwait(false);
        var failure = result.Failure is { } why ? $"Its {ProcessMark.PreStart} {why.TrimEnd('.')}." : null;
        var fault = result.Fault == LaunchFault.NoRoom ? LaunchFault.NoRoom : LaunchFault.PreStart;
        await post(new MachineEvent.Prepared(generation, failure, fault, result.Survivors)).ConfigureAwait(false);
    }
}
