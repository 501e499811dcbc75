using System.Runtime.InteropServices;

namespace ProcessProxy.Guarding;

/// <summary>The server that this one is to replace, as this one sees it.</summary>
internal sealed class Predecessor : IDisposable
{
    /// <value>5 seconds. What follows works without its answer, too.</value>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly MessageChannel channel;
    private readonly TaskCompletionSource letGo = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource accepted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Starts listening to it.</summary>
    /// <param name="channel">The channel.</param>
    internal Predecessor(SafeHandle channel)
    {
        this.channel = new MessageChannel(channel);
        this.channel.Listen("predecessor", Hear, End);
    }

    /// <summary>Says that this server can take over, and waits until the other one has let go of the lock, or has died.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        channel.Send(
            (Lines.Prepared, "1"), (Lines.Pid, $"{Environment.ProcessId}"), (Lines.Version, typeof(Predecessor).Assembly.GetName().Version?.ToString(3)));
        return letGo.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Says that this server serves, and waits until the other one has made it known.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task TakeOverAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        channel.Send((Lines.Ready, "1"));
        try
        {
            await accepted.Task.WaitAsync(Patience, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // It is busy. It only makes known what is so.
        }
    }

    /// <summary>Says why this server cannot take over.</summary>
    /// <param name="why">A sentence.</param>
    public void Fail(string why) => channel.Send((Lines.Failed, why.ReplaceLineEndings(" ")));

    public void Dispose() => channel.Dispose();

    private void Hear(Dictionary<string, string> said, IReadOnlyList<SafeHandle> passed)
    {
        foreach (var socket in passed)
        {
            socket.Dispose();
        }

        if (said.ContainsKey(Lines.LetGo))
        {
            letGo.TrySetResult();
        }

        if (said.ContainsKey(Lines.Accepted))
        {
            accepted.TrySetResult();
        }
    }

    private void End()
    {
        letGo.TrySetResult();
        accepted.TrySetResult();
    }
}
