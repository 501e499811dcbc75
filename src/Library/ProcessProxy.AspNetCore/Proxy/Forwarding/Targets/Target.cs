using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ProcessProxy.Supervision;

namespace ProcessProxy.AspNetCore.Proxy.Forwarding.Targets;

/// <summary>A target of a route: a configured address, or an instance of its process.</summary>
internal sealed class Target
{
    /// <summary>The time that an unreachable target is avoided while there are others.</summary>
    /// <value>5 seconds.</value>
    public static readonly TimeSpan RestAfterFailure = TimeSpan.FromSeconds(5);

    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };
    private readonly TimeProvider clock;
    private int inFlight;
    private long restsUntil = long.MinValue;

    /// <summary>Creates a target for <paramref name="url"/>.</summary>
    /// <param name="url">The scheme, authority and base path; a query or fragment is ignored.</param>
    /// <param name="clock">The clock.</param>
    public Target(Uri url, TimeProvider clock)
    {
        Url = url;
        this.clock = clock;
        Prefix = url.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped) + url.AbsolutePath.TrimEnd('/');

        // Derived from the address rather than from the place in the list: adding or removing a target does not move other clients.
        Key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Prefix)).AsSpan(0, 8));
    }

    /// <summary>Creates a target for an instance.</summary>
    /// <param name="endpoint">The instance.</param>
    /// <param name="clock">The clock.</param>
    public Target(InstanceEndpoint endpoint, TimeProvider clock)
        : this(endpoint.Url, clock)
    {
        Endpoint = endpoint;

        // The number, because the program that replaces this one has it too.
        Key = endpoint.Instance.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Gets the instance; null if the address is configured.</summary>
    public InstanceEndpoint? Endpoint { get; }

    /// <summary>Gets what identifies it in the cookie of a client.</summary>
    public string Key { get; }

    /// <summary>Gets its URL.</summary>
    public Uri Url { get; }

    /// <summary>Gets scheme, authority and base path, without a slash at the end.</summary>
    public string Prefix { get; }

    /// <summary>Gets the number of its requests in progress; for an instance, those of all routes.</summary>
    public int InFlight => Endpoint?.InFlight ?? Volatile.Read(ref inFlight);

    /// <summary>Gets whether it takes requests: it is not an instance that is about to end.</summary>
    public bool IsOpen => Endpoint is not { IsDraining: true };

    /// <summary>Gets whether it is available: it has not just been unreachable.</summary>
    public bool IsUp => Volatile.Read(ref restsUntil) is var until && (until == long.MinValue || clock.GetTimestamp() >= until);

    /// <summary>Counts a request that is about to be sent to it.</summary>
    /// <returns>False if it takes no more: choose another one.</returns>
    public bool TryEnter()
    {
        if (Endpoint is not null)
        {
            return Endpoint.TryEnter();
        }

        Interlocked.Increment(ref inFlight);
        return true;
    }

    /// <summary>Counts a request that is complete.</summary>
    /// <param name="wasStream">Whether the instance has been told that it is a stream.</param>
    public void Leave(bool wasStream)
    {
        if (Endpoint is null)
        {
            Interlocked.Decrement(ref inFlight);
        }
        else if (wasStream)
        {
            Endpoint.LeaveStream();
        }
        else
        {
            Endpoint.Leave();
        }
    }

    /// <summary>Records that it was unreachable.</summary>
    public void Rest() =>
        Volatile.Write(ref restsUntil, clock.GetTimestamp() + (long)(RestAfterFailure.TotalSeconds * clock.TimestampFrequency));

    /// <summary>Returns whether an address is this target's or below it; on this machine under any of its names.</summary>
    /// <param name="address">An address with a host, with or without a scheme.</param>
    /// <param name="below">The part after the base path.</param>
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

    /// <summary>Returns the URL of a request there, with path and query unchanged.</summary>
    /// <param name="path">Begins with a slash; may contain its own query, to which the client's is added.</param>
    /// <param name="query">The client's query with its question mark, or empty.</param>
    public Uri Address(ReadOnlySpan<char> path, ReadOnlySpan<char> query) => new(
        query.IsEmpty || !path.Contains('?')
            ? string.Concat(Prefix, path, query)
            : string.Concat(Prefix, path, "&", query[1..]),
        AsWritten);
}
