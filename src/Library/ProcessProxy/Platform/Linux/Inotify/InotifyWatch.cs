namespace ProcessProxy.Platform.Linux.Inotify;

/// <summary>A path that is watched for a caller.</summary>
internal sealed class InotifyWatch(string path, Action changed, Action<InotifyWatch> remove) : IDisposable
{
    /// <summary>The watched folder.</summary>
    public string Folder { get; } = Path.GetDirectoryName(path) ?? path;

    /// <summary>The name in the folder.</summary>
    public string Name { get; } = Path.GetFileName(path);

    /// <summary>The full path.</summary>
    public string FullPath { get; } = path;

    /// <summary>The callback.</summary>
    public Action Changed { get; } = changed;

    /// <summary>Whether it is in the batch being collected.</summary>
    public bool Pending { get; set; }

    /// <summary>The watch that polls the file instead, if inotify accepted no more.</summary>
    public IDisposable? Fallback { get; set; }

    public void Dispose() => remove(this);
}
