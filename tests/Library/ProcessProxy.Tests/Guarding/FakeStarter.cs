using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using ProcessProxy.Configuration;
using ProcessProxy.Guarding;
using ProcessProxy.Platform;
using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Tests.Guarding;

/// <summary>Starts no process: what a server does between its start and its end is done by the test, one part for each.</summary>
internal sealed class FakeStarter(params Func<FakeStarter.Server, ProcessEnd>[] lives) : ServerStarter
{
    private readonly List<(int Pid, int Signal)> signals = [];
    private readonly List<Server> servers = [];

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
        servers.Add(new Server(servers.Count + 1, Lines.Read(variables[ServerNames.GuardianVariable]), [.. descriptors.Select(Copy)]));
        return servers.Count;
    }

    public override ProcessEnd WaitForEnd(int pid)
    {
        using var server = servers[pid - 1];
        return lives[pid - 1](server);
    }

    public override void Signal(int pid, int signal) => signals.Add((pid, signal));

    /// <summary>Copies a descriptor the way it is passed to another process.</summary>
    private static SafeSocketHandle Copy(SafeHandle descriptor)
    {
        var (one, other) = CurrentPlatform.Network.Descriptors.Pair();
        using (one)
        using (other)
        {
            var copies = new List<SafeSocketHandle>();
            CurrentPlatform.Network.Descriptors.Send(one, "x"u8, [descriptor]);
            CurrentPlatform.Network.Descriptors.Receive(other, new byte[1], copies);
            return copies[0];
        }
    }

    /// <summary>A server.</summary>
    /// <param name="pid">Its number.</param>
    /// <param name="note">What its guardian has told it.</param>
    /// <param name="descriptors">What it was started with.</param>
    internal sealed class Server(int pid, Dictionary<string, string> note, IReadOnlyList<SafeSocketHandle> descriptors) : IDisposable
    {
        public int Pid => pid;

        public Dictionary<string, string> Note => note;

        /// <summary>The sockets besides the channel.</summary>
        public int Sockets => descriptors.Count - 1;

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
