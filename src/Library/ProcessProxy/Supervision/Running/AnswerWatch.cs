using ProcessProxy.Background;
using ProcessProxy.Configuration;
using ProcessProxy.Supervision.Machine;
using ProcessProxy.Supervision.Services;

namespace ProcessProxy.Supervision.Running;

/// <summary>
/// Finds out when a program can answer, apart from its health check: its port accepts a connection, or, if it has none, it has run for a while. One run at a time.
/// </summary>
/// <param name="services">The services that all runners share.</param>
/// <param name="answers">Called when the program can answer, with the number of the run.</param>
internal sealed class AnswerWatch(RunnerServices services, Action<long> answers) : IAsyncDisposable
{
    /// <value>10 milliseconds: a refusal costs almost nothing, and requests wait for the result.</value>
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10);

    /// <value>250 milliseconds: for a program that does not listen for a long time.</value>
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(250);

    private readonly List<BackgroundLoop> loops = [];
    private long watched = -1;

    /// <summary>Watches the run of a state, or none if nothing runs.</summary>
    public void Look(ProcessSpec spec, ProcessState state)
    {
        if (state is not { Phase: Phase.Running, HasExited: false })
        {
            Stop();
            watched = -1;
        }
        else if (watched != state.Generation)
        {
            Stop();
            watched = state.Generation;
            var (generation, port, mark) = (state.Generation, state.Port, state.Identity?.Mark);
            var isFixed = spec.Port is { IsAuto: false };
            var rest = spec.Replace.ReadyAfter - state.Age(services.Now());
            loops.Add(new BackgroundLoop($"{spec.Id}: waiting until it can answer", stop => port is { } number
                ? AwaitPortAsync(number, isFixed, mark, generation, stop) : AwaitAgeAsync(rest, generation, stop), services.Logger, services.Time));
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var loop in loops)
        {
            await loop.DisposeAsync().ConfigureAwait(false);
        }

        loops.Clear();
    }

    /// <summary>Ends the watch of the run before, and forgets those that have ended.</summary>
    private void Stop()
    {
        foreach (var loop in loops)
        {
            loop.Stop();
        }

        loops.RemoveAll(loop => loop.Ended.IsCompleted);
    }

    private async Task AwaitPortAsync(int port, bool isFixed, string? mark, long generation, CancellationToken stop)
    {
        var pause = FirstPause;
        while (!await AcceptsAsync(port, isFixed, stop).ConfigureAwait(false) || IsOfAnother(port, mark))
        {
            await Task.Delay(pause, services.Time, stop).ConfigureAwait(false);
            pause = pause < LongestPause ? pause * 1.2 : LongestPause;
        }

        answers(generation);
    }

    /// <summary>Returns whether a program can be reached. One with a fixed port may listen only on the address that the target of its route names.</summary>
    private async Task<bool> AcceptsAsync(int port, bool isFixed, CancellationToken stop) =>
        await services.Accepts(port, stop).ConfigureAwait(false) || (isFixed && services.IsListenedOn(port));

    /// <summary>
    /// Returns whether a program of another run, or of another server, listens there, which has taken the port after it was chosen. A listener without a mark can be
    /// that of the program all the same, such as the one of a container.
    /// </summary>
    private bool IsOfAnother(int port, string? mark)
    {
        try
        {
            return services.Host.Ports?.Find(port) is { Run: { } run } && run != mark;
        }
        catch (IOException)
        {
            // It cannot be told now.
            return false;
        }
    }

    private async Task AwaitAgeAsync(TimeSpan rest, long generation, CancellationToken stop)
    {
        if (rest > TimeSpan.Zero)
        {
            await Task.Delay(rest, services.Time, stop).ConfigureAwait(false);
        }

        answers(generation);
    }
}
