using System.Text.Json;
using Microsoft.Extensions.Logging;
using ProcessProxy.Platform;

namespace ProcessProxy.Supervision;

/// <summary>The state files of all processes of a server.</summary>
internal sealed class StateStore
{
    private const int Longest = 256 * 1024;
    private const string Extension = ".json";
    private readonly string directory;
    private readonly ILogger logger;

    public StateStore(string directory, ILogger logger)
    {
        this.directory = directory;
        this.logger = logger;
    }

    /// <summary>The ids that have a state file.</summary>
    public IReadOnlyList<string> Ids() =>
        [.. Directory.EnumerateFiles(directory, "*" + Extension).Select(Path.GetFileNameWithoutExtension).OfType<string>().Where(id => id.Length > 0 && id[0] != '.')];

    /// <summary>What the last server knew of a process; null when it knew nothing or what it wrote is not to be trusted or read.</summary>
    public PersistedState? Read(string id)
    {
        var (content, problem) = SmallFile.Read(FileOf(id), Longest);
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
                Log.StateUnusable(logger, id, FileOf(id), why);
            }

            return null;
        }
    }

    /// <summary>Keeps the state of a process.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public void Write(string id, PersistedState state)
    {
        FailPoint.Hit("write-state");
        AtomicFile.Write(FileOf(id), JsonSerializer.SerializeToUtf8Bytes(state, PersistedJson.Default.PersistedState));
    }

    /// <summary>Forgets a process.</summary>
    public void Delete(string id)
    {
        try
        {
            File.Delete(FileOf(id));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // Something else has that name, or the folder may no longer be written: no reason to let the others run on.
            Log.StateNotRemoved(logger, id, refused.Message);
        }
    }

    private string FileOf(string id) => Path.Combine(directory, id + Extension);
}
