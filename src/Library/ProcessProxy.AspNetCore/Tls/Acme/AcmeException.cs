namespace ProcessProxy.AspNetCore.Tls.Acme;

/// <summary>Why no certificate was issued, as far as it matters for what to do next.</summary>
internal enum AcmeFailure
{
    /// <summary>The authority did not answer, or not as one does: ask again soon.</summary>
    Unreachable,

    /// <summary>It looked for the answer to a challenge and did not find it: another challenge may do.</summary>
    Challenge,

    /// <summary>It does not know our account (any more).</summary>
    UnknownAccount,

    /// <summary>It has issued or refused too much already.</summary>
    RateLimited,

    /// <summary>It said no.</summary>
    Refused,
}

/// <summary>An authority issued no certificate.</summary>
/// <param name="failure">What kind of failure it is.</param>
/// <param name="message">Why, in the authority's words where it had some.</param>
/// <param name="retryAfter">When it wants to be asked again, if it said so.</param>
/// <param name="innerException">What caused it, if anything.</param>
internal sealed class AcmeException(AcmeFailure failure, string message, TimeSpan? retryAfter = null, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>What kind of failure it is.</summary>
    public AcmeFailure Failure { get; } = failure;

    /// <summary>When the authority wants to be asked again, if it said so.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
