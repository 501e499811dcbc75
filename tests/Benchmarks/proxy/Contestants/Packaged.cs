using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ProcessProxy.Benchmarks.Measuring;

namespace ProcessProxy.Benchmarks.Proxy.Contestants;

/// <summary>A proxy from a Debian package. These cannot be asked for a free port, so they are told one that was free a moment before.</summary>
internal abstract class Packaged(string name) : IContestant
{
    // The PATH of an ordinary user lacks the second.
    private readonly string? program = Launcher.Which(name) ?? (File.Exists($"/usr/sbin/{name}") ? $"/usr/sbin/{name}" : null);

    public string Name => name;

    public string? Missing => program is null ? "not installed" : null;

    public (Process Process, Task<Ports> Ports) Start(Setup setup)
    {
        var ports = FreePorts();
        var arguments = Configure(setup, ports);
        return (Launcher.Start(setup.Mark, program!, arguments, setup.Folder, Environment(setup), setup.Line), Task.FromResult(ports));
    }

    /// <summary>Writes the configuration.</summary>
    /// <returns>The arguments it is started with.</returns>
    protected abstract string[] Configure(Setup setup, Ports ports);

    protected virtual Dictionary<string, string> Environment(Setup setup) => [];

    private static Ports FreePorts()
    {
        using var http = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using var https = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        http.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        https.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return new Ports(((IPEndPoint)http.LocalEndPoint!).Port, ((IPEndPoint)https.LocalEndPoint!).Port);
    }
}
