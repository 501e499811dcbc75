using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Platform.Network;

/// <summary>Tells who listens on the ports of this machine.</summary>
internal interface IPortTable
{
    /// <summary>Who listens on a TCP port, whatever the address; null when nobody does.</summary>
    /// <exception cref="IOException">It cannot be told.</exception>
    PortListener? Find(int port);
}

/// <summary>Somebody who listens on a port.</summary>
/// <param name="Pid">The process; null when it cannot be seen.</param>
/// <param name="Command">Its command line.</param>
/// <param name="Run">The mark of the run in its environment (<see cref="ProcessMark"/>).</param>
/// <param name="Session">The process that leads its session.</param>
/// <param name="IsForeign">Whether it belongs to another user and may therefore not be looked at.</param>
internal sealed record PortListener(int? Pid, string? Command, string? Run, int? Session, bool IsForeign = false);
