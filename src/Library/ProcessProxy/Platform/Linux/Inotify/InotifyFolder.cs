using System.Runtime.InteropServices;
using ProcessProxy.Platform.Files;

namespace ProcessProxy.Platform.Linux.Inotify;

/// <summary>A watched folder and the names in it that are of interest.</summary>
internal sealed class InotifyFolder
{
    private readonly Dictionary<string, List<InotifyWatch>> _names = [];
    private readonly Dictionary<string, List<InotifyWatch>>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    public InotifyFolder(string path)
    {
        Path = path;
        _lookup = _names.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public string Path { get; }

    /// <summary>The number of the kernel's watch; -1 if there is none.</summary>
    public int Watch { get; set; } = -1;

    public bool IsEmpty => _names.Count == 0;

    public void Add(InotifyWatch watch)
    {
        CollectionsMarshal.GetValueRefOrAddDefault(_names, watch.Name, out _) ??= [];
        _names[watch.Name].Add(watch);
    }

    public bool Remove(InotifyWatch watch)
    {
        if (!_names.TryGetValue(watch.Name, out var watches) || !watches.Remove(watch))
        {
            return false;
        }

        if (watches.Count == 0)
        {
            _names.Remove(watch.Name);
        }

        return true;
    }

    public void Collect(ReadOnlySpan<char> name, List<InotifyWatch> changed)
    {
        if (_lookup.TryGetValue(name, out var watches))
        {
            Collect(watches, changed);
        }
    }

    public void CollectAll(List<InotifyWatch> changed)
    {
        foreach (var watches in _names.Values)
        {
            Collect(watches, changed);
        }
    }

    public void UseFallback(PollingFileChangeSource polling)
    {
        foreach (var watch in _names.Values.SelectMany(watches => watches))
        {
            watch.Fallback ??= polling.Watch(watch.FullPath, watch.Changed);
        }
    }

    private static void Collect(List<InotifyWatch> watches, List<InotifyWatch> changed)
    {
        foreach (var watch in watches)
        {
            if (!watch.Pending)
            {
                watch.Pending = true;
                changed.Add(watch);
            }
        }
    }
}
