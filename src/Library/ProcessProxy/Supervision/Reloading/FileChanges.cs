using ProcessProxy.Configuration;

namespace ProcessProxy.Supervision.Reloading;

/// <summary>What a look at files has shown.</summary>
internal enum FileLook
{
    /// <summary>Nothing new.</summary>
    Same,

    /// <summary>They have changed, or changed again.</summary>
    Changed,

    /// <summary>They have changed and been left alone since.</summary>
    Settled,
}

/// <summary>Tells from one look to the next whether files have changed and whether whoever changes them is done.</summary>
/// <param name="time">The clock.</param>
internal sealed class FileChanges(TimeProvider time)
{
    /// <value>2 seconds without a further change: an editor, or a copy, is done by then.</value>
    public static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);

    private IReadOnlyList<ConfigurationFile> seen = [];
    private long since;

    /// <summary>Looks at the files now.</summary>
    /// <param name="read">The files, as they were when they were last read.</param>
    public FileLook Look(IReadOnlyList<ConfigurationFile> read)
    {
        var found = read.Select(file => ConfigurationFile.At(file.Path)).ToList();
        if (found.SequenceEqual(read))
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
