namespace ProcessProxy.Platform.Linux.Inotify;

/// <summary>One path somebody wants to hear of.</summary>
internal sealed class InotifyWatch(string path, Action changed, Action<InotifyWatch> remove) : IDisposable
{
    /// <summary>The folder that is watched for it.</summary>
    public string Folder { get; } = Path.GetDirectoryName(path) ?? path;

    /// <summary>The name within the folder.</summary>
    public string Name { get; } = Path.GetFileName(path);

    /// <summary>The whole path.</summary>
    public string FullPath { get; } = path;

    /// <summary>What to call.</summary>
    public Action Changed { get; } = changed;

    /// <summary>Whether it is in the batch being collected.</summary>
    public bool Pending { get; set; }

    /// <summary>The watch that looks at the file instead, when inotify took no more.</summary>
    public IDisposable? Fallback { get; set; }

    public void Dispose() => remove(this);
}
