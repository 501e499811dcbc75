using System.Runtime.InteropServices;

namespace ProcessProxy.Guarding;

/// <summary>One server as its guardian sees it: what it has said, and the sockets that it has passed.</summary>
/// <param name="channel">The guardian's end of the channel.</param>
/// <param name="command">The words that it was started with.</param>
/// <param name="time">The clock.</param>
/// <param name="changed">Called after each message.</param>
internal sealed class GuardedServer(MessageChannel channel, IReadOnlyList<string> command, TimeProvider time, Action<GuardedServer> changed) : IDisposable
{
    /// <value>1 second. What a dead server has said is in the channel, and so is the end, unless a program has got hold of its end.</value>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly ManualResetEventSlim silent = new();
    private long upSince;

    /// <summary>Gets or sets its pid; 0 before it was started.</summary>
    public int Pid { get; set; }

    /// <summary>Gets the words that it was started with.</summary>
    public IReadOnlyList<string> Command => command;

    /// <summary>Gets whether a signal that is sent to it now is handled by it.</summary>
    public bool Heeds { get; private set; }

    /// <summary>Gets whether it was up.</summary>
    public bool WasUp { get; private set; }

    /// <summary>Gets whether it was asked to stop.</summary>
    public bool IsStopping { get; private set; }

    /// <summary>Gets how long it has been up; null if it never was.</summary>
    public TimeSpan? Up => WasUp ? time.GetElapsedTime(upSince) : null;

    /// <summary>Gets the file with its configuration; null if it has none.</summary>
    public string? Configuration { get; private set; }

    /// <summary>Gets the sockets that it listens on; null if it has not passed them, or they were taken.</summary>
    public IReadOnlyList<(string Name, SafeHandle Handle)>? Sockets { get; private set; }

    /// <summary>Gets the successor that it wants with its last message; null for none.</summary>
    public WantedSuccessor? Wanted { get; private set; }

    /// <summary>Gets whether its last message says that its successor shall be ended.</summary>
    public bool Abandons { get; private set; }

    /// <summary>Starts listening to it.</summary>
    public void Begin() => channel.Listen("guarded server", Hear, silent.Set);

    /// <summary>Waits, after its death, until everything it has said was heard.</summary>
    public void HearOut() => silent.Wait(Patience);

    /// <summary>Takes the sockets that it has passed.</summary>
    public IReadOnlyList<(string Name, SafeHandle Handle)>? TakeSockets()
    {
        var passed = Sockets;
        Sockets = null;
        return passed;
    }

    public void Dispose() => channel.Dispose();

    private void Hear(Dictionary<string, string> said, IReadOnlyList<SafeHandle> passed)
    {
        Heeds |= said.ContainsKey(Lines.Heeds);
        IsStopping |= said.ContainsKey(Lines.Stopping);
        Abandons = said.ContainsKey(Lines.Abandon);
        Wanted = null;
        var kept = 0;
        if (said.ContainsKey(Lines.Ready))
        {
            upSince = time.GetTimestamp();
            WasUp = true;
            Configuration = said.GetValueOrDefault(Lines.Configuration);
            Sockets = [.. Lines.Names(said.GetValueOrDefault(Lines.Sockets)).Zip(passed)];
            kept = Sockets.Count;
        }
        else if (said.ContainsKey(Lines.Upgrade) && passed.Count > 0)
        {
            Wanted = new WantedSuccessor(said.GetValueOrDefault(Lines.Executable), passed[0]);
            kept = 1;
        }

        foreach (var socket in passed.Skip(kept))
        {
            socket.Dispose();
        }

        changed(this);
    }
}

/// <summary>A server that another one wants as its successor.</summary>
/// <param name="Executable">Its executable; null for the one at the path of the other.</param>
/// <param name="Channel">Its end of the channel between both.</param>
internal sealed record WantedSuccessor(string? Executable, SafeHandle Channel);
