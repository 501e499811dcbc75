using System.Net.Sockets;
using System.Text;
using ProcessProxy.Platform;

namespace ProcessProxy.Guarding;

/// <summary>One server as its guardian sees it: what it has said, and the sockets that it has passed.</summary>
/// <param name="channel">The guardian's end of the channel.</param>
/// <param name="time">The clock.</param>
/// <param name="changed">Called after each message.</param>
internal sealed class GuardedServer(SafeSocketHandle channel, TimeProvider time, Action<GuardedServer> changed) : IDisposable
{
    private const int LongestMessage = 16 * 1024;

    /// <value>1 second. What a dead server has said is in the channel, and so is the end, unless a program has got hold of its end.</value>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly ManualResetEventSlim silent = new();
    private long upSince;

    /// <summary>Gets or sets its pid; 0 before it was started.</summary>
    public int Pid { get; set; }

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
    public IReadOnlyList<(string Name, SafeSocketHandle Handle)>? Sockets { get; private set; }

    /// <summary>Starts listening to it.</summary>
    public void Begin() => new Thread(Listen) { IsBackground = true, Name = "guarded server" }.Start();

    /// <summary>Waits, after its death, until everything it has said was heard.</summary>
    public void HearOut() => silent.Wait(Patience);

    /// <summary>Takes the sockets that it has passed.</summary>
    public IReadOnlyList<(string Name, SafeSocketHandle Handle)>? TakeSockets()
    {
        var passed = Sockets;
        Sockets = null;
        return passed;
    }

    public void Dispose() => channel.Dispose();

    private void Listen()
    {
        var buffer = new byte[LongestMessage];
        var passed = new List<SafeSocketHandle>();
        while (CurrentPlatform.Network.Descriptors.Receive(channel, buffer, passed) is var length and > 0)
        {
            Hear(Lines.Read(Encoding.UTF8.GetString(buffer, 0, length)), passed);
            passed = [];
            changed(this);
        }

        silent.Set();
    }

    private void Hear(Dictionary<string, string> said, List<SafeSocketHandle> passed)
    {
        Heeds |= said.ContainsKey(Lines.Heeds);
        IsStopping |= said.ContainsKey(Lines.Stopping);
        if (said.ContainsKey(Lines.Ready))
        {
            upSince = time.GetTimestamp();
            WasUp = true;
            Configuration = said.GetValueOrDefault(Lines.Configuration);
            Sockets = [.. Lines.Names(said.GetValueOrDefault(Lines.Sockets)).Zip(passed)];
            return;
        }

        passed.ForEach(socket => socket.Dispose());
    }
}
