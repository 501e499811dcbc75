namespace ProcessProxy;

/// <summary>The session of a caller.</summary>
/// <param name="SignedIn">Whether it is a browser that has signed in, which can sign out.</param>
/// <param name="CsrfToken">The token that such a browser must send as <c>X-CSRF-Token</c> with every command; null for all others.</param>
internal sealed record SessionInfo(bool SignedIn, string? CsrfToken)
{
    /// <summary>Returns whether the caller is signed in.</summary>
    public override string ToString() => SignedIn ? "signed in" : "signed out";
}
