using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Platform.Servers;

/// <summary>
/// What the lock says of the one who holds it. The file's first line is its pid, for people; the second is this as JSON.
/// What a later version adds is passed over.
/// </summary>
internal sealed record ServerRecord
{
    /// <value>8 KB: far more than any record has.</value>
    public const int Longest = 8 * 1024;

    private const string Server = "server";

    /// <summary>The pid.</summary>
    public required int Pid { get; init; }

    /// <summary>When the kernel started it: a number that is used again is found out by this.</summary>
    public required ulong StartTicks { get; init; }

    /// <summary>The boot it belongs to.</summary>
    public required string BootId { get; init; }

    /// <summary><c>server</c>, <c>session</c>, or what a later version knows, which then is not for us to end.</summary>
    public required string Kind { get; init; }

    /// <summary>The version of the program.</summary>
    public string? Version { get; init; }

    /// <summary>Where its management API listens; empty before it does.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];

    /// <summary>Its socket, or named pipe; null where there is none.</summary>
    public string? Socket { get; init; }

    /// <summary>The project directory.</summary>
    public string? ProjectDirectory { get; init; }

    /// <summary>The folder its state is in, which need not be that of the lock: the path of the folder may lead elsewhere by now.</summary>
    public string? StateDirectory { get; init; }

    /// <summary>What its kind means for us.</summary>
    public ServerKind ToKind() => Kind == Server ? ServerKind.Server : ServerKind.Session;

    /// <summary>The record of this process.</summary>
    public static ServerRecord OfThis(ServerKind kind, string? projectDirectory) => new()
    {
        Pid = Environment.ProcessId,
        StartTicks = ProcessBirth.OfThis.Ticks,
        BootId = ProcessBirth.OfThis.Boot,
        Kind = kind == ServerKind.Server ? Server : "session",
        Version = typeof(ServerRecord).Assembly.GetName().Version?.ToString(3),
        ProjectDirectory = projectDirectory,
    };

    /// <summary>The content of the lock.</summary>
    public byte[] ToFile() => Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{Pid}\n{JsonSerializer.Serialize(this, ServerRecordJson.Default.ServerRecord)}\n"));

    /// <summary>The pid in the first line of a lock, which those of earlier versions have, too; null when there is none.</summary>
    public static int? PidOf(ReadOnlySpan<byte> file)
    {
        var end = file.IndexOf((byte)'\n');
        return end > 0 && int.TryParse(file[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && pid > 0 ? pid : null;
    }

    /// <summary>Reads the content of a lock, whoever wrote it; null when it makes no sense.</summary>
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
                ? record with { Addresses = record.Addresses ?? [] } // What is not there is null, whatever the property begins with.
                : null;
        }
        catch (JsonException)
        {
            // Written by an earlier version, being written just now, or forged.
            return null;
        }
    }
}

/// <summary>Reads and writes a <see cref="ServerRecord"/>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ServerRecord))]
internal sealed partial class ServerRecordJson : JsonSerializerContext;
