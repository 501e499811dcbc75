namespace ProcessProxy.AspNetCore.Tls.Acme;

/// <summary>How an authority sees that a name is ours.</summary>
internal enum ChallengeKind
{
    /// <summary>It fetches a page over plain HTTP, port 80 (RFC 8555, 8.3).</summary>
    Http,

    /// <summary>It makes a TLS connection to port 443 and looks at the certificate (RFC 8737).</summary>
    TlsAlpn,
}

/// <summary>What has to be shown while an authority looks.</summary>
/// <param name="Kind">Where it looks.</param>
/// <param name="Domain">At which name.</param>
/// <param name="Token">What the authority calls this challenge.</param>
/// <param name="KeyAuthorization">What it wants to see.</param>
internal sealed record Challenge(ChallengeKind Kind, string Domain, string Token, string KeyAuthorization)
{
    /// <summary>What authorities call a kind.</summary>
    public static string TypeOf(ChallengeKind kind) => kind switch
    {
        ChallengeKind.Http => "http-01",
        ChallengeKind.TlsAlpn => "tls-alpn-01",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}

/// <summary>Shows the answers to challenges to whoever asks.</summary>
internal interface IChallengeResponder
{
    /// <summary>Shows an answer until what it gives is disposed.</summary>
    IDisposable Show(Challenge challenge);
}
