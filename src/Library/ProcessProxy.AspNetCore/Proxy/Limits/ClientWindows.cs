using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ProcessProxy.AspNetCore.Http;
using ProcessProxy.Configuration;

namespace ProcessProxy.AspNetCore.Proxy.Limits;

/// <summary>
/// Counts the requests of each client. A client's window begins with its first request. Clients are kept in two generations,
/// each one window long: when the newer one ends, nothing in the older one counts anymore and it is dropped as a whole.
/// </summary>
internal sealed class ClientWindows(RateLimitSpec spec, TimeProvider clock)
{
    /// <summary>The number of clients in a generation. If there are more, those seen longest ago are forgotten early.</summary>
    /// <value>50,000, about 4 MB for both generations.</value>
    public const int MostClients = 50_000;

    /// <summary>A larger generation is not reused, so that a wave of clients does not occupy memory permanently.</summary>
    private const int Reused = 1000;

    private readonly Lock gate = new();
    private Dictionary<ClientKey, Window> younger = [];
    private Dictionary<ClientKey, Window> older = [];
    private long turned = clock.GetTimestamp();

    /// <summary>Gets the number of remembered clients.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return younger.Count + older.Count;
            }
        }
    }

    /// <summary>Counts a request.</summary>
    /// <param name="client">The client.</param>
    /// <param name="retryAfter">The time until the client may send the next one, if not now.</param>
    /// <returns>False if the limit is exceeded.</returns>
    public bool TryTake(ClientKey client, out TimeSpan retryAfter)
    {
        lock (gate)
        {
            var now = clock.GetTimestamp();
            if (clock.GetElapsedTime(turned, now) >= spec.Window)
            {
                Turn(now);
            }

            ref var window = ref Find(client, now);
            if (window.Requests >= spec.Requests)
            {
                retryAfter = spec.Window - clock.GetElapsedTime(window.Begun, now);
                return false;
            }

            window.Requests++;
            retryAfter = TimeSpan.Zero;
            return true;
        }
    }

    private ref Window Find(ClientKey client, long now)
    {
        ref var window = ref CollectionsMarshal.GetValueRefOrNullRef(younger, client);
        if (!Unsafe.IsNullRef(ref window))
        {
            return ref window;
        }

        window = ref CollectionsMarshal.GetValueRefOrNullRef(older, client);
        if (!Unsafe.IsNullRef(ref window) && clock.GetElapsedTime(window.Begun, now) < spec.Window)
        {
            return ref window;
        }

        if (younger.Count == MostClients)
        {
            Turn(now);
        }

        window = ref CollectionsMarshal.GetValueRefOrAddDefault(younger, client, out _);
        window = new Window { Begun = now };
        return ref window;
    }

    private void Turn(long now)
    {
        var dropped = older;
        older = younger;
        younger = dropped.Count > Reused ? [] : dropped;
        younger.Clear();
        turned = now;
    }

    private struct Window
    {
        public long Begun;
        public int Requests;
    }
}
