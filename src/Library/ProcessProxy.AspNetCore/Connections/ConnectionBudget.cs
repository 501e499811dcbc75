using ProcessProxy.Configuration;
using ProcessProxy.Platform;

namespace ProcessProxy.AspNetCore.Connections;

/// <summary>
/// Distributes the descriptors that the server may open. The runtime does not survive without any, and the supervisor needs some for
/// launches, probes and state files whatever clients do; so those come first, and clients get the rest, as far as memory allows.
/// </summary>
/// <param name="Clients">The limit on connections of clients of the proxy.</param>
/// <param name="ClientsOfOne">The limit for one address.</param>
/// <param name="Outgoing">The limit on connections to backends and on files that are being sent.</param>
/// <param name="Management">The limit on connections to the management API.</param>
internal sealed record ConnectionBudget(int Clients, int ClientsOfOne, int Outgoing, int Management)
{
    /// <summary>The descriptors that the runtime will open: parts of the program that are loaded later, certificates, logs, state files.</summary>
    /// <value>96.</value>
    public const int Reserve = 96;

    /// <summary>The descriptors for each program: its identity, its output, a probe, and a part of a launch.</summary>
    /// <value>4.</value>
    public const int OfProgram = 4;

    /// <summary>The additional descriptors for each program whose output is a pipe: the read end, both ends of the pipe that wakes its reader, and the log.</summary>
    /// <value>4.</value>
    public const int OfPipe = 4;

    /// <summary>A connection to the management API may also follow a log.</summary>
    private const int OfManagement = 2;

    /// <summary>The bytes that an encrypted connection of a client needs before it has sent much.</summary>
    private const int OfClient = 64 << 10;

    /// <summary>The bytes that a request needs if its client does not read the response: the copy buffer and the data waiting to be sent.</summary>
    private const int OfRequest = 128 << 10;

    private const int MostClients = 65_536;
    private const int MostOfOne = 8192;
    private const int MostManagement = 1024;

    /// <summary>The minimum, however few descriptors there are: with less, the server would be useless.</summary>
    private const int Least = 8;

    /// <summary>Distributes the current descriptors.</summary>
    /// <param name="programs">The supervised programs.</param>
    public static ConnectionBudget Now(IReadOnlyCollection<ProcessSpec> programs) =>
        Of(OpenFiles.Limit ?? long.MaxValue, OpenFiles.Count ?? 0, OfPrograms(programs), GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);

    /// <summary>Returns how many descriptors these programs need.</summary>
    public static long OfPrograms(IReadOnlyCollection<ProcessSpec> programs) =>
        ((long)OfProgram * programs.Count) + ((long)OfPipe * programs.Count(program => program.Launch.Log is { Keep: true, Output: OutputMode.Pipe }));

    /// <summary>Distributes descriptors.</summary>
    /// <param name="limit">The limit of the server; the largest number if the system sets no limit.</param>
    /// <param name="open">The number of open ones before it listens.</param>
    /// <param name="programs">The number that the programs need.</param>
    /// <param name="memory">The memory available to the server, in bytes.</param>
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
