using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ProcessProxy.AspNetCore.Http;
using ProcessProxy.Configuration;

namespace ProcessProxy.AspNetCore.Proxy.Limits;

/// <summary>
/// Counts the requests of each client. A client's window begins with its first request. Clients are kept in two generations,
/// each a window long: when the younger is over, nothing of the older counts any more and it is dropped whole.
/// </summary>
internal sealed class ClientWindows(RateLimitSpec spec, TimeProvider clock)
{
    /// <summary>How many clients a generation holds. When there are more, those seen longest ago are forgotten before their time.</summary>
    /// <value>50,000, some 4 MB for both generations.</value>
    public const int MostClients = 50_000;

    /// <summary>A generation that was larger is not used again, so that a wave of clients leaves no memory behind.</summary>
    private const int Reused = 1000;

    private readonly Lock gate = new();
    private Dictionary<ClientKey, Window> younger = [];
    private Dictionary<ClientKey, Window> older = [];
    private long turned = clock.GetTimestamp();

    /// <summary>How many clients are remembered.</summary>
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
    /// <param name="client">Whose it is.</param>
    /// <param name="retryAfter">When the client may send the next, if not now.</param>
    /// <returns>False when it is one too many.</returns>
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
