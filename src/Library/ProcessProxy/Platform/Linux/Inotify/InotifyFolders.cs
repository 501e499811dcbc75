using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using Microsoft.Extensions.Logging;
using ProcessProxy.Platform.Files;
using static ProcessProxy.Platform.Linux.Inotify.InotifyNative;

namespace ProcessProxy.Platform.Linux.Inotify;

/// <summary>The watched folders with their names, and the missing folders. Used under its owner's lock.</summary>
[SupportedOSPlatform("linux")]
internal sealed class InotifyFolders(int descriptor, PollingFileChangeSource fallback, ILogger logger)
{
    private const uint Mask = Modify | MovedFrom | MovedTo | Created | Deleted | DeletedSelf | MovedSelf | OnlyFolders;
    private const int LongestName = 255;

    private readonly Dictionary<string, InotifyFolder> _folders = [];
    private readonly Dictionary<int, List<InotifyFolder>> _byWatch = [];
    private volatile int _missing;
    private bool _warned;

    /// <summary>Gets whether a folder is missing.</summary>
    public bool AnyMissing => _missing > 0;

    /// <summary>Adds a path. Returns false if its folder does not exist yet.</summary>
    public bool Add(InotifyWatch watch)
    {
        if (!_folders.TryGetValue(watch.Folder, out var folder))
        {
            _folders.Add(watch.Folder, folder = new InotifyFolder(watch.Folder));
            _missing++;
        }

        folder.Add(watch);

        // Requested again even if it is watched: the folder may have been replaced without notice.
        Attach(folder);
        return folder.Watch >= 0 || watch.Fallback is not null;
    }

    /// <summary>Removes a path, and its folder's watch with the last path.</summary>
    public void Remove(InotifyWatch watch)
    {
        watch.Fallback?.Dispose();
        if (_folders.TryGetValue(watch.Folder, out var folder) && folder.Remove(watch) && folder.IsEmpty)
        {
            Detach(folder, alsoInKernel: true);
            _folders.Remove(watch.Folder);
            _missing--;
        }
    }

    /// <summary>Tries the missing folders again; everything in a folder that now exists has changed.</summary>
    public void RetryMissing(List<InotifyWatch> changed)
    {
        foreach (var folder in _folders.Values)
        {
            if (folder.Watch < 0)
            {
                Attach(folder);
                if (folder.Watch >= 0)
                {
                    folder.CollectAll(changed);
                }
            }
        }
    }

    /// <summary>Processes one event.</summary>
    public void Apply(int watch, uint mask, ReadOnlySpan<byte> name, List<InotifyWatch> changed)
    {
        if ((mask & Overflow) != 0)
        {
            foreach (var folder in _folders.Values)
            {
                folder.CollectAll(changed);
            }

            return;
        }

        if (!_byWatch.TryGetValue(watch, out var folders))
        {
            return;
        }

        if ((mask & (Ignored | MovedSelf)) != 0)
        {
            foreach (var folder in folders.ToArray())
            {
                folder.CollectAll(changed);
                Detach(folder, alsoInKernel: (mask & MovedSelf) != 0);
            }

            return;
        }

        Span<char> text = stackalloc char[LongestName];
        if (name.Length <= LongestName)
        {
            var length = Encoding.UTF8.GetChars(name, text);
            foreach (var folder in folders)
            {
                folder.Collect(text[..length], changed);
            }
        }
    }

    private void Attach(InotifyFolder folder)
    {
        var watch = AddWatch(descriptor, folder.Path, Mask);
        if (watch >= 0 && watch == folder.Watch)
        {
            return;
        }

        var error = Marshal.GetLastPInvokeError();
        Detach(folder, alsoInKernel: true);
        if (watch >= 0)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_byWatch, watch, out _) ??= [];
            _byWatch[watch].Add(folder);
            folder.Watch = watch;
            _missing--;
        }
        else if (error == Enospc)
        {
            if (!_warned)
            {
                _warned = true;
                PlatformLog.InotifyExhausted(logger, folder.Path);
            }

            folder.UseFallback(fallback);
        }
    }

    /// <summary>Marks the folder as missing.</summary>
    private void Detach(InotifyFolder folder, bool alsoInKernel)
    {
        if (folder.Watch < 0)
        {
            return;
        }

        var sharers = _byWatch[folder.Watch];
        sharers.Remove(folder);
        if (sharers.Count == 0)
        {
            _byWatch.Remove(folder.Watch);
            if (alsoInKernel)
            {
                // Fails if the folder is gone, and the watch with it.
                _ = RemoveWatch(descriptor, folder.Watch);
            }
        }

        folder.Watch = -1;
        _missing++;
    }
}
