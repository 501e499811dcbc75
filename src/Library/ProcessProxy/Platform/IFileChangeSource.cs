namespace ProcessProxy.Platform;

/// <summary>Tells when files change. One per supervisor: it serves any number of files with one descriptor and one thread.</summary>
internal interface IFileChangeSource : IDisposable
{
    /// <summary>
    /// Watches one path, whether or not a file, or its folder, exists there now, and goes on when the file is renamed,
    /// removed and made again.
    /// </summary>
    /// <param name="path">An absolute path.</param>
    /// <param name="changed">
    /// Called, a few milliseconds late at most and once for many changes, when what is found at the path may have changed.
    /// Runs on a thread of the source: it is quick, does not throw, and may be called once more after the watch has ended.
    /// </param>
    /// <returns>What ends the watch.</returns>
    IDisposable Watch(string path, Action changed);
}
