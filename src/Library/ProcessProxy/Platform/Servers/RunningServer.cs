using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Platform.Servers;

/// <summary>A server, or another program that supervises, as its lock describes it: it held the lock a moment ago, so it was alive.</summary>
/// <param name="Pid">Its pid.</param>
/// <param name="Birth">Its start, to detect a reused number.</param>
/// <param name="Kind">Whether it is a server, or another program.</param>
/// <param name="Address">The address of its management API on this machine; null if there is none, or not yet.</param>
/// <param name="Socket">Its socket or named pipe, which requires no key; null if there is none.</param>
/// <param name="IsTrusted">Whether it runs as this user or as root: a key must be sent to nobody else.</param>
internal sealed record RunningServer(int Pid, ProcessBirth Birth, ServerKind Kind, Uri? Address, string? Socket, bool IsTrusted)
{
    /// <summary>Gets its version; null if unknown.</summary>
    public string? Version { get; init; }

    /// <summary>Gets its project directory; null if unknown.</summary>
    public string? ProjectDirectory { get; init; }

    /// <summary>Gets the guardian that starts it again when it dies, by pid and start; null if there is none.</summary>
    public (int Pid, ProcessBirth Birth)? Guardian { get; init; }

    /// <summary>Gets whether its guardian is alive.</summary>
    public bool IsGuarded => Guardian is { } guardian && ProcessBirth.Of(guardian.Pid) == guardian.Birth;

    /// <summary>Gets whether it has ended, or another process has its number.</summary>
    public bool HasEnded => ProcessBirth.Of(Pid) != Birth;
}
