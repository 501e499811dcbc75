namespace ProcessProxy.Platform;

/// <summary>Reports changes of files. One per supervisor: it serves any number of files with one descriptor and one thread.</summary>
internal interface IFileChangeSource : IDisposable
{
    /// <summary>
    /// Watches one path, whether or not a file, or its folder, exists there now, and continues when the file is renamed,
    /// removed and created again.
    /// </summary>
    /// <param name="path">An absolute path.</param>
    /// <param name="changed">
    /// Called, at most a few milliseconds late and once for many changes, when the file at the path may have changed.
    /// Runs on a thread of the source: it must be quick, must not throw, and may be called once more after the watch has ended.
    /// </param>
    /// <returns>An object that ends the watch.</returns>
    IDisposable Watch(string path, Action changed);
}
