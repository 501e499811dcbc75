using System.Text.Json;
using Microsoft.Extensions.Logging;
using ProcessProxy.Configuration;
using ProcessProxy.Platform.FailPoints;
using ProcessProxy.Platform.Files;

namespace ProcessProxy.Supervision.Keeping;

/// <summary>
/// The state files of all processes of a server. They do not end in .json, by which what restarts programs when a file of theirs changes
/// would take them for such files; those of the first version do, and are taken over.
/// </summary>
internal sealed class StateStore
{
    private const int Longest = 256 * 1024;
    private const string Extension = ".state";
    private const string FirstExtension = ".json";
    private readonly Func<string> home;
    private readonly ILogger logger;

    public StateStore(string directory, ILogger logger)
        : this(() => directory, logger)
    {
    }

    /// <param name="home">Tells the folder, which can be another one later.</param>
    /// <param name="logger">Where is said what cannot be used.</param>
    public StateStore(Func<string> home, ILogger logger)
    {
        this.home = home;
        this.logger = logger;
    }

    private string directory => home();

    /// <summary>The ids that have a state file.</summary>
    public IReadOnlyList<string> Ids() =>
        [.. Files(Extension).Concat(Files(FirstExtension)).Select(Path.GetFileNameWithoutExtension).OfType<string>()
            .Where(id => id.Length > 0 && id[0] != '.').Distinct(StringComparer.Ordinal)];

    /// <summary>What the last server knew of a process; null when it knew nothing or what it wrote is not to be trusted or read.</summary>
    public PersistedState? Read(string id)
    {
        return IsFirstNewer(id) && Read(id, FirstFileOf(id)) is { } first ? TakeOver(id, first) : Read(id, FileOf(id));
    }

    private PersistedState? Read(string id, string file)
    {
        var (content, problem) = SmallFile.Read(file, Longest);
        if (content is null)
        {
            return Unusable(problem);
        }

        try
        {
            var state = JsonSerializer.Deserialize(content, PersistedJson.Default.PersistedState);
            return state?.Version != PersistedState.CurrentVersion ? Unusable("it is of another version")
                : state.IsSoundFor(id) ? state
                : Unusable("it makes no sense for this process");
        }
        catch (JsonException damaged)
        {
            return Unusable(damaged.Message);
        }

        PersistedState? Unusable(string? why)
        {
            if (why is not null)
            {
                Log.StateUnusable(logger, id, file, why);
            }

            return null;
        }
    }

    /// <summary>Keeps the state of a process.</summary>
    /// <param name="id">The process.</param>
    /// <param name="state">The state.</param>
    /// <param name="outlastsBoot">Whether it says something that still matters after a power failure.</param>
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

    /// <summary>Forgets a process.</summary>
    public void Delete(string id)
    {
        try
        {
            AtomicFile.Delete(FileOf(id));
            File.Delete(LogSpec.PipeFileOf(directory, id));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // Something else has that name, or the folder may no longer be written: no reason to let the others run on.
            Log.StateNotRemoved(logger, id, refused.Message);
        }
    }

    /// <summary>Whether the first version wrote last: it was the last server, or the only one so far.</summary>
    private bool IsFirstNewer(string id) =>
        RegularFile.StatusOfName(FirstFileOf(id)) is { } first
        && !(RegularFile.StatusOfName(FileOf(id)) is { } present && present.ModifiedTicks >= first.ModifiedTicks);

    /// <summary>Gives a state of the first version the name that it has now.</summary>
    private PersistedState TakeOver(string id, PersistedState first)
    {
        try
        {
            Write(id, first);
            File.Delete(FirstFileOf(id));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // It is as good under its old name; the next server tries again.
            Log.StateNotKept(logger, id, refused.Message);
        }

        return first;
    }

    private IEnumerable<string> Files(string extension) => Directory.EnumerateFiles(directory, "*" + extension);

    private string FirstFileOf(string id) => Path.Combine(directory, id + FirstExtension);

    private string FileOf(string id) => Path.Combine(directory, id + Extension);
}
