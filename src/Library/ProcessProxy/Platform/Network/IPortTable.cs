using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Platform.Network;

/// <summary>Finds the processes that listen on ports of this machine.</summary>
internal interface IPortTable
{
    /// <summary>Returns the process that listens on a TCP port, whatever the address, or null if there is none.</summary>
    /// <exception cref="IOException">It cannot be determined.</exception>
    PortListener? Find(int port);

    /// <summary>Returns the TCP ports that the processes of a session listen on, in order.</summary>
    /// <param name="session">The process that leads the session.</param>
    IReadOnlyList<int> PortsOf(int session);
}

/// <summary>A process that listens on a port.</summary>
/// <param name="Pid">The process; null if it is not visible.</param>
/// <param name="Command">Its command line.</param>
/// <param name="Run">The mark of the run in its environment (<see cref="ProcessMark"/>).</param>
/// <param name="Session">The process that leads its session.</param>
/// <param name="IsForeign">Whether it belongs to another user and may therefore not be read.</param>
internal sealed record PortListener(int? Pid, string? Command, string? Run, int? Session, bool IsForeign = false);
