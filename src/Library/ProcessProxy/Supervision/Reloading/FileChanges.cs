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

    private Stamp? seen;
    private long since;

    /// <summary>Checks the files now.</summary>
    /// <param name="read">What was last read, with the files at that time.</param>
    public FileLook Look(ConfigurationResult read)
    {
        var found = new Stamp([.. read.Files.Select(file => ConfigurationFile.At(file.Path))], read.Settings?.Now());
        if (found == new Stamp([.. read.Files], read.Settings))
        {
            seen = null;
            return FileLook.Same;
        }

        if (found != seen)
        {
            seen = found;
            since = time.GetTimestamp();
            return FileLook.Changed;
        }

        return time.GetElapsedTime(since) >= Quiet ? FileLook.Settled : FileLook.Same;
    }

    /// <summary>Everything that is checked, at one moment.</summary>
    private sealed record Stamp(ValueList<ConfigurationFile> Files, SettingsStamp? Settings);
}
