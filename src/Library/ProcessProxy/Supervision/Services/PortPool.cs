using ProcessProxy.Configuration;

namespace ProcessProxy.Supervision.Services;

/// <summary>Gives each program with <c>port: auto</c> a port of its own.</summary>
/// <param name="isFree">Returns whether nothing uses a port of this machine.</param>
/// <param name="first">The place in the range to begin at; another one in each server, because two with the same range could choose the same port before anybody listens.</param>
internal sealed class PortPool(Func<int, bool> isFree, int first)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, int> held = new(StringComparer.Ordinal);
    private int next = first;

    /// <summary>Gets or sets the range.</summary>
    public PortRange Range
    {
        get;
        set
        {
            lock (gate)
            {
                field = value;
            }
        }
    } = new();

    /// <summary>
    /// Takes a port for the next launch, and gives back the one before. The last one is not taken again soon: connections to it may still be closing.
    /// </summary>
    /// <returns>Null if no port is free.</returns>
    public int? Take(string key)
    {
        lock (gate)
        {
            held.Remove(key);
            var count = Range.Last - Range.First + 1;
            for (var tries = 0; tries < count; tries++)
            {
                var port = Range.First + (int)((uint)next++ % (uint)count);
                if (!held.ContainsValue(port) && isFree(port))
                {
                    return held[key] = port;
                }
            }

            return null;
        }
    }

    /// <summary>Keeps a port that a running program has.</summary>
    public void Hold(string key, int port)
    {
        lock (gate)
        {
            held[key] = port;
        }
    }

    /// <summary>Gives back the port of a program.</summary>
    public void Release(string key)
    {
        lock (gate)
        {
            held.Remove(key);
        }
    }
}
