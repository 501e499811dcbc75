using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using ProcessProxy.Configuration;
using ProcessProxy.Guarding;
using ProcessProxy.Platform;
using ProcessProxy.Platform.Processes;
using Xunit;

namespace ProcessProxy.Tests.Guarding;

/// <summary>Starts no process: what a server does between its start and its end is done by the test, one part for each.</summary>
internal sealed class FakeStarter(params Func<FakeStarter.Server, ProcessEnd?>[] lives) : ServerStarter
{
    private readonly List<(int Pid, int Signal)> signals = [];
    private readonly List<Server> servers = [];
    private readonly SemaphoreSlim starts = new(0);
    private readonly SemaphoreSlim signaled = new(0);
    private int started;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>The signals that were sent.</summary>
    public IReadOnlyList<(int Pid, int Signal)> Signals => signals;

    /// <summary>What was started.</summary>
    public IReadOnlyList<Server> Servers => servers;

    public override bool WasHangUpIgnored => false;

    public override int Start(IReadOnlyList<string> command, IReadOnlyDictionary<string, string> variables, IReadOnlyList<SafeHandle> descriptors)
    {
        if (lives[servers.Count] is null)
        {
            servers.Add(null!);
            throw new LaunchException("There is no room.");
        }

        // A child has copies of its own.
        servers.Add(new Server(servers.Count + 1, command, Lines.Read(variables[ServerNames.GuardianVariable]), [.. descriptors.Select(Copy)]));
        starts.Release();
        return servers.Count;
    }

    /// <summary>Waits until a number of servers were started.</summary>
    public void Await(int count)
    {
        for (; started < count; started++)
        {
            Assert.True(starts.Wait(Patience), $"Only {started} servers were started.");
        }
    }

    /// <remarks>The servers end in the order of their starts, except one that says that others end before it: its life has another part then.</remarks>
    public override int WaitForEnd(out ProcessEnd end)
    {
        while (true)
        {
            var server = servers.Where(server => server?.HasEnded == false).MinBy(server => (server.Part, server.Pid))!;
            if (lives[server.Pid - 1](server) is { } ended)
            {
                end = ended;
                server.HasEnded = true;
                server.Dispose();
                return server.Pid;
            }

            server.Part++;
        }
    }

    public override void Collect(int pid) => throw new NotSupportedException();

    public override void Signal(int pid, int signal)
    {
        signals.Add((pid, signal));
        signaled.Release();
    }

    /// <summary>Waits until a signal was sent.</summary>
    public void AwaitSignal() => Assert.True(signaled.Wait(Patience), "No signal was sent.");

    /// <summary>Copies a descriptor the way it is passed to another process.</summary>
    private static SafeHandle Copy(SafeHandle descriptor)
    {
        var (one, other) = CurrentPlatform.Network.Descriptors.Pair();
        using (one)
        using (other)
        {
            var copies = new List<SafeHandle>();
            CurrentPlatform.Network.Descriptors.Send(one, "x"u8, [descriptor]);
            CurrentPlatform.Network.Descriptors.Receive(other, new byte[1], copies);
            return copies[0];
        }
    }

    /// <summary>A server.</summary>
    /// <param name="pid">Its number.</param>
    /// <param name="command">The words that it was started with.</param>
    /// <param name="note">What its guardian has told it.</param>
    /// <param name="descriptors">What it was started with.</param>
    internal sealed class Server(int pid, IReadOnlyList<string> command, Dictionary<string, string> note, IReadOnlyList<SafeHandle> descriptors) : IDisposable
    {
        public int Pid => pid;

        public bool HasEnded { get; set; }

        /// <summary>The part of its life; from 0.</summary>
        public int Part { get; set; }

        public IReadOnlyList<string> Command => command;

        public Dictionary<string, string> Note => note;

        /// <summary>The sockets besides the channels.</summary>
        public int Sockets => descriptors.Count - (note.ContainsKey(Lines.Predecessor) ? 2 : 1);

        /// <summary>The channel to the server before it.</summary>
        public SafeHandle Predecessor => descriptors[1];

        public void Say(string text, params SafeHandle[] sockets) => CurrentPlatform.Network.Descriptors.Send(descriptors[0], Encoding.UTF8.GetBytes(text), sockets);

        public void Dispose()
        {
            foreach (var descriptor in descriptors)
            {
                descriptor.Dispose();
            }
        }
    }
}
