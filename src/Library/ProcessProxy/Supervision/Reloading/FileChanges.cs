using ProcessProxy.Configuration;

namespace ProcessProxy.Supervision.Reloading;

/// <summary>The result of a check of the files.</summary>
internal enum FileLook
{
    /// <summary>Nothing new.</summary>
    Same,

    /// <summary>They have changed, or changed again.</summary>
    Changed,

    /// <summary>They have changed, and have not changed since.</summary>
    Settled,
}

/// <summary>Determines from one check to the next whether files, or the settings of an application, have changed and whether the change is complete.</summary>
/// <param name="time">The clock.</param>
internal sealed class FileChanges(TimeProvider time)
{
    /// <value>2 seconds without a further change: by then, an editor or a copy is done.</value>
    public static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);

    private IReadOnlyList<object> seen = [];
    private long since;

    /// <summary>Checks the files now.</summary>
    /// <param name="read">What was last read, with the files at that time.</param>
    public FileLook Look(ConfigurationResult read)
    {
        List<object> found = [.. read.Files.Select(file => ConfigurationFile.At(file.Path))];
        List<object> known = [.. read.Files];
        if (read.Settings is { } settings)
        {
            found.Add(settings.Now());
            known.Add(settings);
        }

        if (found.SequenceEqual(known))
        {
            seen = [];
            return FileLook.Same;
        }

        if (!found.SequenceEqual(seen))
        {
            seen = found;
            since = time.GetTimestamp();
            return FileLook.Changed;
        }

        return time.GetElapsedTime(since) >= Quiet ? FileLook.Settled : FileLook.Same;
    }
}
