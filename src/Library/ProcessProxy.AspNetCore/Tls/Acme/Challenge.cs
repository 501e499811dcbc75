namespace ProcessProxy.AspNetCore.Tls.Acme;

/// <summary>The ways in which an authority checks that a name is ours.</summary>
internal enum ChallengeKind
{
    /// <summary>It requests a page over plain HTTP, port 80 (RFC 8555, 8.3).</summary>
    Http,

    /// <summary>It makes a TLS connection to port 443 and checks the certificate (RFC 8737).</summary>
    TlsAlpn,
}

/// <summary>A challenge of an authority.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Domain">The name.</param>
/// <param name="Token">The authority's token for this challenge.</param>
/// <param name="KeyAuthorization">The expected response.</param>
internal sealed record Challenge(ChallengeKind Kind, string Domain, string Token, string KeyAuthorization)
{
    /// <summary>The authorities' names of the kinds.</summary>
    public static string TypeOf(ChallengeKind kind) => kind switch
    {
        ChallengeKind.Http => "http-01",
        ChallengeKind.TlsAlpn => "tls-alpn-01",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}

/// <summary>Publishes the responses to challenges.</summary>
internal interface IChallengeResponder
{
    /// <summary>Publishes a response until the result is disposed.</summary>
    IDisposable Show(Challenge challenge);
}
