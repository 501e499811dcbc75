namespace ProcessProxy.AspNetCore.Tls.Acme;

/// <summary>The reasons why no certificate was issued, as far as they matter for the next attempt.</summary>
internal enum AcmeFailure
{
    /// <summary>The authority did not respond, or not validly: try again soon.</summary>
    Unreachable,

    /// <summary>It did not find the response to a challenge: another challenge may work.</summary>
    Challenge,

    /// <summary>It does not know our account (anymore).</summary>
    UnknownAccount,

    /// <summary>It has issued or refused too many requests.</summary>
    RateLimited,

    /// <summary>It refused.</summary>
    Refused,
}

/// <summary>The exception that is thrown when an authority issued no certificate.</summary>
/// <param name="failure">The kind of failure.</param>
/// <param name="message">The reason, in the authority's words if available.</param>
/// <param name="retryAfter">The requested delay, or null.</param>
/// <param name="innerException">The cause, or null.</param>
internal sealed class AcmeException(AcmeFailure failure, string message, TimeSpan? retryAfter = null, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>Gets the kind of failure.</summary>
    public AcmeFailure Failure { get; } = failure;

    /// <summary>Gets the delay that the authority requested, or null.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
