namespace ProcessProxy.AspNetCore.Proxy.Forwarding.Targets;

/// <summary>One place that requests of a route can go to.</summary>
internal sealed class Target
{
    /// <summary>How long one that could not be reached is left alone while others can be asked.</summary>
    /// <value>5 seconds.</value>
    public static readonly TimeSpan RestAfterFailure = TimeSpan.FromSeconds(5);

    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };
    private readonly TimeProvider clock;
    private int inFlight;
    private long restsUntil = long.MinValue;

    /// <summary>Prepares sending to <paramref name="url"/>.</summary>
    /// <param name="url">Scheme, authority and base path; a query or fragment in it has no meaning.</param>
    /// <param name="clock">The clock.</param>
    public Target(Uri url, TimeProvider clock)
    {
        Url = url;
        this.clock = clock;
        Prefix = url.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped) + url.AbsolutePath.TrimEnd('/');
    }

    /// <summary>As configured.</summary>
    public Uri Url { get; }

    /// <summary>Scheme, authority and base path, without a slash at the end.</summary>
    public string Prefix { get; }

    /// <summary>How many requests it is answering.</summary>
    public int InFlight => Volatile.Read(ref inFlight);

    /// <summary>Whether it can be asked: it did not just turn out to be out of reach.</summary>
    public bool IsUp => clock.GetTimestamp() >= Volatile.Read(ref restsUntil);

    /// <summary>Counts a request that is sent to it.</summary>
    public void Enter() => Interlocked.Increment(ref inFlight);

    /// <summary>Counts a request that is over.</summary>
    public void Leave() => Interlocked.Decrement(ref inFlight);

    /// <summary>Takes note that it could not be reached.</summary>
    public void Rest() =>
        Volatile.Write(ref restsUntil, clock.GetTimestamp() + (long)(RestAfterFailure.TotalSeconds * clock.TimestampFrequency));

    /// <summary>Whether an address is this target's or one below it; on this machine by whichever of its names.</summary>
    /// <param name="address">An address with a host, with or without a scheme.</param>
    /// <param name="below">What follows the base path.</param>
    public bool Covers(string address, out ReadOnlySpan<char> below)
    {
        below = default;
        var text = address.AsSpan();
        if (text.StartsWith("//"))
        {
            text = text[2..];
        }
        else if (text.StartsWith(Url.Scheme + "://", StringComparison.OrdinalIgnoreCase))
        {
            text = text[(Url.Scheme.Length + 3)..];
        }
        else
        {
            return false;
        }

        var end = text.IndexOfAny('/', '?', '#');
        var authority = end < 0 ? text : text[..end];
        var rest = text[authority.Length..];
        var path = Url.AbsolutePath.AsSpan().TrimEnd('/');
        if (!IsOwn(authority) || !rest.StartsWith(path) || !(rest.Length == path.Length || rest[path.Length] is '/' or '?' or '#'))
        {
            return false;
        }

        below = rest[path.Length..];
        return true;
    }

    private bool IsOwn(ReadOnlySpan<char> authority) =>
        Uri.TryCreate($"{Url.Scheme}://{authority}/", UriKind.Absolute, out var other)
        && other.UserInfo.Length == 0 && other.Port == Url.Port && (other.IdnHost == Url.IdnHost || (other.IsLoopback && Url.IsLoopback));

    /// <summary>The address of a request there, path and query exactly as given.</summary>
    /// <param name="path">Begins with a slash; may bring a query of its own, which the client's is then added to.</param>
    /// <param name="query">The client's, with its question mark, or empty.</param>
    public Uri Address(ReadOnlySpan<char> path, ReadOnlySpan<char> query) => new(
        query.IsEmpty || !path.Contains('?')
            ? string.Concat(Prefix, path, query)
            : string.Concat(Prefix, path, "&", query[1..]),
        AsWritten);
}
