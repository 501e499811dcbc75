using ProcessProxy.Configuration;
using ProcessProxy.Platform;

namespace ProcessProxy.AspNetCore.Connections;

/// <summary>
/// How the descriptors that the server may open are shared out. The runtime does not survive having none, and the supervisor needs some for
/// launches, probes and state files whatever clients do; so those get theirs first, and clients what is left, as far as there is memory for it.
/// </summary>
/// <param name="Clients">Connections from clients of the proxy.</param>
/// <param name="ClientsOfOne">How many of these one address may have.</param>
/// <param name="Outgoing">Connections to backends and files that are being sent.</param>
/// <param name="Management">Connections to the management API.</param>
internal sealed record ConnectionBudget(int Clients, int ClientsOfOne, int Outgoing, int Management)
{
    /// <summary>What the runtime will open besides: the parts of the program that are loaded later, certificates, logs, state files.</summary>
    /// <value>96.</value>
    public const int Reserve = 96;

    /// <summary>For each program: its identity, its output, a probe, and a part of a launch.</summary>
    /// <value>4.</value>
    public const int OfProgram = 4;

    /// <summary>For each program whose output comes through a pipe, besides: its end of the pipe, both ends of what wakes its reader, and the log.</summary>
    /// <value>4.</value>
    public const int OfPipe = 4;

    /// <summary>A connection to the management API may follow a log.</summary>
    private const int OfManagement = 2;

    /// <summary>What a connection of a client takes, in bytes, when it is encrypted and has said little.</summary>
    private const int OfClient = 64 << 10;

    /// <summary>What a request takes, in bytes, whose answer its client does not read: the copy on its way and what waits to be sent.</summary>
    private const int OfRequest = 128 << 10;

    private const int MostClients = 65_536;
    private const int MostOfOne = 8192;
    private const int MostManagement = 1024;

    /// <summary>What there is always, however few descriptors there are: without it the server would be there for nothing.</summary>
    private const int Least = 8;

    /// <summary>Shares out what there is now.</summary>
    /// <param name="programs">The programs that are supervised.</param>
    public static ConnectionBudget Now(IReadOnlyCollection<ProcessSpec> programs) =>
        Of(OpenFiles.Limit ?? long.MaxValue, OpenFiles.Count ?? 0, OfPrograms(programs), GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);

    /// <summary>How many descriptors these programs need.</summary>
    public static long OfPrograms(IReadOnlyCollection<ProcessSpec> programs) =>
        ((long)OfProgram * programs.Count) + ((long)OfPipe * programs.Count(program => program.Launch.Log is { Keep: true, Output: OutputMode.Pipe }));

    /// <summary>Shares out.</summary>
    /// <param name="limit">How many descriptors the server may open; the largest number where the system sets no limit.</param>
    /// <param name="open">How many it has open before it listens.</param>
    /// <param name="programs">How many the programs need.</param>
    /// <param name="memory">How much memory there is for the server, in bytes.</param>
    public static ConnectionBudget Of(long limit, int open, long programs, long memory)
    {
        var free = Math.Max(0, limit - open - Reserve - programs);
        var management = Math.Clamp(free / 8 / OfManagement, Least, MostManagement);
        var each = (free - (management * OfManagement)) / 2;
        var clients = Share(OfClient, memory / 4);
        return new(clients, Math.Clamp(clients / 4, Least, MostOfOne), Share(OfRequest, memory / 2), (int)management);

        int Share(int size, long room) => (int)Math.Clamp(Math.Min(each, room / size), Least, MostClients);
    }
}
