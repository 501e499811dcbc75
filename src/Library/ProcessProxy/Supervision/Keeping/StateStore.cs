using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;
using ProcessProxy.Configuration;
using ProcessProxy.Platform.FailPoints;
using ProcessProxy.Platform.Files;

namespace ProcessProxy.Supervision.Keeping;

/// <summary>
/// The state files of all processes of a server. They do not end in .json, because tools that restart programs when a .json file changes
/// would notice them. The files of the first version do, and are renamed.
/// </summary>
internal sealed class StateStore
{
    private const int Longest = 256 * 1024;
    private const string OtherVersion = "it is of another version";
    private const string Nonsense = "it makes no sense for this process";
    private const string Extension = ".state";
    private const string GroupExtension = ".group";
    private const string FirstExtension = ".json";
    private readonly Func<string> home;
    private readonly ILogger logger;

    public StateStore(string directory, ILogger logger)
        : this(() => directory, logger)
    {
    }

    /// <param name="home">Returns the folder, which can change.</param>
    /// <param name="logger">The log that reports unusable files.</param>
    public StateStore(Func<string> home, ILogger logger)
    {
        this.home = home;
        this.logger = logger;
    }

    private string directory => home();

    /// <summary>Returns the IDs that have a state file.</summary>
    public IReadOnlyList<string> Ids() =>
        [.. Files(Extension).Concat(Files(FirstExtension)).Select(Path.GetFileNameWithoutExtension).OfType<string>()
            .Where(id => id.Length > 0 && id[0] != '.').Distinct(StringComparer.Ordinal)];

    /// <summary>Reads what the last server knew about a process; null if it knew nothing, or its file cannot be trusted or read.</summary>
    public PersistedState? Read(string id)
    {
        return IsFirstNewer(id) && Read(id, FirstFileOf(id)) is { } first ? TakeOver(id, first) : Read(id, FileOf(id));
    }

    /// <summary>Returns the processes that have a record of their instances.</summary>
    public IReadOnlySet<string> Groups() =>
        Files(GroupExtension).Select(Path.GetFileNameWithoutExtension).OfType<string>().ToHashSet(StringComparer.Ordinal);

    /// <summary>Reads what the last server knew about the instances of a process; null if it knew nothing, or its file cannot be trusted or read.</summary>
    public PersistedGroup? ReadGroup(string id) => Read(
        id, GroupFileOf(id), PersistedJson.Default.PersistedGroup,
        group => group.Version != PersistedGroup.CurrentVersion ? OtherVersion : group.IsSound ? null : Nonsense);

    /// <summary>Writes what must be known about the instances of a process.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public void WriteGroup(string id, PersistedGroup group)
    {
        FailPoint.Hit("write-group");
        AtomicFile.Write(GroupFileOf(id), JsonSerializer.SerializeToUtf8Bytes(group, PersistedJson.Default.PersistedGroup), FileModes.Private);
    }

    /// <summary>Removes what is known about the instances of a process.</summary>
    public void DeleteGroup(string id) => TryDelete(id, GroupFileOf(id));

    private PersistedState? Read(string id, string file) => Read(
        id, file, PersistedJson.Default.PersistedState,
        state => state.Version != PersistedState.CurrentVersion ? OtherVersion : state.IsSoundFor(id) ? null : Nonsense);

    private T? Read<T>(string id, string file, JsonTypeInfo<T> type, Func<T, string?> mistake)
        where T : class
    {
        var (content, problem) = SmallFile.Read(file, Longest);
        if (content is null)
        {
            return Unusable(problem);
        }

        try
        {
            var state = JsonSerializer.Deserialize(content, type);
            return state is null ? Unusable(Nonsense) : mistake(state) is { } why ? Unusable(why) : state;
        }
        catch (JsonException damaged)
        {
            return Unusable(damaged.Message);
        }

        T? Unusable(string? why)
        {
            if (why is not null)
            {
                Log.StateUnusable(logger, id, file, why);
            }

            return null;
        }
    }

    /// <summary>Writes the state of a process.</summary>
    /// <param name="id">The process.</param>
    /// <param name="state">The state.</param>
    /// <param name="outlastsBoot">Whether it contains something that still matters after a power failure.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public void Write(string id, PersistedState state, bool outlastsBoot = true)
    {
        FailPoint.Hit("write-state");
        var content = JsonSerializer.SerializeToUtf8Bytes(state, PersistedJson.Default.PersistedState);
        if (outlastsBoot)
        {
            AtomicFile.Write(FileOf(id), content, FileModes.Private);
        }
        else
        {
            AtomicFile.Alternate(FileOf(id), content, FileModes.Private);
        }
    }

    /// <summary>Removes the state of a process.</summary>
    public void Delete(string id)
    {
        TryDelete(id, FileOf(id));
        TryDelete(id, LogSpec.PipeFileOf(directory, id));
    }

    private void TryDelete(string id, string file)
    {
        try
        {
            AtomicFile.Delete(file);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // Something else has that name, or the folder is no longer writable: this is no reason to let the other processes run on.
            Log.StateNotRemoved(logger, id, refused.Message);
        }
    }

    /// <summary>Returns whether the first version wrote last: it was the last server, or the only one so far.</summary>
    private bool IsFirstNewer(string id) =>
        RegularFile.StatusOfName(FirstFileOf(id)) is { } first
        && !(RegularFile.StatusOfName(FileOf(id)) is { } present && present.ModifiedTicks >= first.ModifiedTicks);

    /// <summary>Renames a state of the first version.</summary>
    private PersistedState TakeOver(string id, PersistedState first)
    {
        try
        {
            Write(id, first);
            File.Delete(FirstFileOf(id));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // The old name works as well; the next server tries again.
            Log.StateNotKept(logger, id, refused.Message);
        }

        return first;
    }

    private IEnumerable<string> Files(string extension) => Directory.EnumerateFiles(directory, "*" + extension);

    private string FirstFileOf(string id) => Path.Combine(directory, id + FirstExtension);

    private string GroupFileOf(string id) => Path.Combine(directory, id + GroupExtension);

    private string FileOf(string id) => Path.Combine(directory, id + Extension);
}
