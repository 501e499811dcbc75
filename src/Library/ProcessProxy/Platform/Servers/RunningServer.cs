using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Platform.Servers;

/// <summary>A server, or another program that supervises, as its lock describes it: it held the lock a moment ago, so it lived.</summary>
/// <param name="Pid">Its pid.</param>
/// <param name="Birth">When it was started, so that a number that is used again is found out.</param>
/// <param name="Kind">Whether it is a server, or somebody else's program.</param>
/// <param name="Address">Where its management API is reached on this machine; null where it has none, or none yet.</param>
/// <param name="Socket">Its socket or named pipe, which needs no key; null where there is none.</param>
/// <param name="IsTrusted">Whether it runs as this user or as root: a key must be sent to nobody else.</param>
internal sealed record RunningServer(int Pid, ProcessBirth Birth, ServerKind Kind, Uri? Address, string? Socket, bool IsTrusted)
{
    /// <summary>Its version; null when it does not say.</summary>
    public string? Version { get; init; }

    /// <summary>Its project directory; null when it does not say.</summary>
    public string? ProjectDirectory { get; init; }

    /// <summary>Whether it has ended, or ended and left its number to another process.</summary>
    public bool HasEnded => ProcessBirth.Of(Pid) != Birth;
}
