using System.Runtime.InteropServices;
using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Guarding;

/// <summary>
/// The server that is to replace this one, as this one sees it. It prepares while this one works, takes the lock when this one has let it go, and is up when it
/// serves.
/// </summary>
internal sealed class Successor : IDisposable
{
    private readonly ISuccessorStarter starter;
    private readonly MessageChannel channel;
    private readonly TaskCompletionSource<bool> prepared = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<bool> up = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Successor(ISuccessorStarter starter, MessageChannel channel)
    {
        this.starter = starter;
        this.channel = channel;
    }

    /// <summary>Gets its pid; 0 before it is prepared.</summary>
    public int Pid { get; private set; }

    /// <summary>Gets its version; null before it is prepared.</summary>
    public string? Version { get; private set; }

    /// <summary>Gets why it failed, as a sentence; null if it has not said so.</summary>
    public string? Failure { get; private set; }

    /// <summary>Completes when it waits for the lock: true, or false if it has ended.</summary>
    public Task<bool> Prepared => prepared.Task;

    /// <summary>Completes when it serves: true, or false if it has ended.</summary>
    public Task<bool> Up => up.Task;

    /// <summary>Completes when it has ended.</summary>
    public Task Ended => ended.Task;

    /// <summary>Starts it.</summary>
    /// <param name="starter">Starts the process.</param>
    /// <param name="executable">Its executable; null for the one that is now at the path of this one.</param>
    /// <param name="sockets">The sockets of this server.</param>
    /// <exception cref="LaunchException">It cannot be started.</exception>
    /// <exception cref="IOException">There are too many open files.</exception>
    public static Successor Start(ISuccessorStarter starter, string? executable, IReadOnlyList<(string Name, SafeHandle Handle)> sockets)
    {
        var (own, its) = MessageChannel.Create();
        using (its)
        {
            var successor = new Successor(starter, own);
            try
            {
                starter.Start(executable, its, sockets);
                own.Listen("successor", successor.Hear, successor.End);
                return successor;
            }
            catch
            {
                successor.Dispose();
                throw;
            }
        }
    }

    /// <summary>Says that the lock is free.</summary>
    public void LetGo() => channel.Send((Lines.LetGo, "1"));

    /// <summary>Says that it is the server from now on.</summary>
    public void Accept() => channel.Send((Lines.Accepted, "1"));

    /// <summary>Ends it at once, and waits for its end.</summary>
    /// <exception cref="TimeoutException">It does not end.</exception>
    public Task EndAsync(TimeSpan patience, TimeProvider time)
    {
        starter.End();
        return Ended.WaitAsync(patience, time);
    }

    public void Dispose() => channel.Dispose();

    private void Hear(Dictionary<string, string> said, IReadOnlyList<SafeHandle> passed)
    {
        foreach (var socket in passed)
        {
            socket.Dispose();
        }

        Failure ??= said.GetValueOrDefault(Lines.Failed);
        if (said.ContainsKey(Lines.Prepared) && int.TryParse(said.GetValueOrDefault(Lines.Pid), out var pid))
        {
            Pid = pid;
            Version = said.GetValueOrDefault(Lines.Version);
            prepared.TrySetResult(true);
        }

        if (said.ContainsKey(Lines.Ready))
        {
            up.TrySetResult(true);
        }
    }

    private void End()
    {
        prepared.TrySetResult(false);
        up.TrySetResult(false);
        ended.TrySetResult();
    }
}
