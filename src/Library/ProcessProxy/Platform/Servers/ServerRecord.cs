using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Platform.Servers;

/// <summary>
/// The contents of the lock, which describe its holder. The first line of the file is the pid, for people; the second line is this as JSON.
/// Properties of later versions are ignored.
/// </summary>
internal sealed record ServerRecord
{
    /// <value>8 KB: far more than any record.</value>
    public const int Longest = 8 * 1024;

    private const string Server = "server";

    /// <summary>Gets the pid.</summary>
    public required int Pid { get; init; }

    /// <summary>Gets the start time, to detect a reused number.</summary>
    public required ulong StartTicks { get; init; }

    /// <summary>Gets the boot of the process.</summary>
    public required string BootId { get; init; }

    /// <summary>Gets <c>server</c>, <c>session</c>, or a kind of a later version, which we then must not end.</summary>
    public required string Kind { get; init; }

    /// <summary>Gets the version of the program.</summary>
    public string? Version { get; init; }

    /// <summary>Gets the address of its management API; empty before it listens.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];

    /// <summary>Gets its socket or named pipe; null if there is none.</summary>
    public string? Socket { get; init; }

    /// <summary>Gets the project directory.</summary>
    public string? ProjectDirectory { get; init; }

    /// <summary>Gets the folder of its state, which may differ from that of the lock: the path of the folder may have been moved.</summary>
    public string? StateDirectory { get; init; }

    /// <summary>Gets the pid of the guardian that starts the server again when it dies; null if there is none.</summary>
    public int? Guardian { get; init; }

    /// <summary>Gets the start time of the guardian.</summary>
    public ulong? GuardianStartTicks { get; init; }

    /// <summary>Returns the meaning of its kind.</summary>
    public ServerKind ToKind() => Kind == Server ? ServerKind.Server : ServerKind.Session;

    /// <summary>Creates the record of this process.</summary>
    public static ServerRecord OfThis(ServerKind kind, string? projectDirectory) => new()
    {
        Pid = Environment.ProcessId,
        StartTicks = ProcessBirth.OfThis.Ticks,
        BootId = ProcessBirth.OfThis.Boot,
        Kind = kind == ServerKind.Server ? Server : "session",
        Version = typeof(ServerRecord).Assembly.GetName().Version?.ToString(3),
        ProjectDirectory = projectDirectory,
    };

    /// <summary>Returns the record with a guardian, if that is alive.</summary>
    public ServerRecord With(int? guardian) =>
        guardian is { } pid && ProcessBirth.Of(pid) is { } birth ? this with { Guardian = pid, GuardianStartTicks = birth.Ticks } : this;

    /// <summary>Returns the contents of the lock.</summary>
    public byte[] ToFile() => Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{Pid}\n{JsonSerializer.Serialize(this, ServerRecordJson.Default.ServerRecord)}\n"));

    /// <summary>Returns the pid in the first line of a lock, which earlier versions have too, or null if there is none.</summary>
    public static int? PidOf(ReadOnlySpan<byte> file)
    {
        var end = file.IndexOf((byte)'\n');
        return end > 0 && int.TryParse(file[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && pid > 0 ? pid : null;
    }

    /// <summary>Reads the contents of a lock, whoever wrote it; returns null if they are invalid.</summary>
    public static ServerRecord? Parse(ReadOnlySpan<byte> file)
    {
        if (file.Length > Longest || PidOf(file) is not { } pid)
        {
            return null;
        }

        try
        {
            var line = file[(file.IndexOf((byte)'\n') + 1)..];
            var end = line.IndexOf((byte)'\n');
            var record = JsonSerializer.Deserialize(end < 0 ? line : line[..end], ServerRecordJson.Default.ServerRecord);
            return record?.Pid == pid && record.BootId is not null && record.Kind is not null && record.Addresses?.Contains(null!) != true
                ? record with { Addresses = record.Addresses ?? [] } // A missing value is null, whatever the default of the property is.
                : null;
        }
        catch (JsonException)
        {
            // Written by an earlier version, being written at this moment, or forged.
            return null;
        }
    }
}

/// <summary>Reads and writes a <see cref="ServerRecord"/>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ServerRecord))]
internal sealed partial class ServerRecordJson : JsonSerializerContext;
