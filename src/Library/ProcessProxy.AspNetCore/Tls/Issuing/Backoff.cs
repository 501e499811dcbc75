using ProcessProxy.AspNetCore.Tls.Acme;

namespace ProcessProxy.AspNetCore.Tls.Issuing;

/// <summary>How long to wait after failures in a row.</summary>
internal static class Backoff
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>Doubles with each failure, up to a day, and varies by a fifth, so that not everybody comes back at once.</summary>
    /// <param name="failure">The last failure.</param>
    /// <param name="failures">How many there were in a row, from 1.</param>
    /// <param name="retryAfter">What the authority asked for: never come back earlier.</param>
    /// <param name="random">From 0 to 1.</param>
    public static TimeSpan After(AcmeFailure failure, int failures, TimeSpan? retryAfter, double random)
    {
        var first = failure switch
        {
            // Nothing has been spent; an hour without the authority must not cost another one when it is back.
            AcmeFailure.Unreachable => TimeSpan.FromSeconds(10),
            AcmeFailure.RateLimited => TimeSpan.FromHours(1),

            // Let's Encrypt allows five failed proofs an hour for a name.
            AcmeFailure.Challenge or AcmeFailure.UnknownAccount or AcmeFailure.Refused => TimeSpan.FromMinutes(5),
            _ => throw new ArgumentOutOfRangeException(nameof(failure), failure, null),
        };
        var longest = failure == AcmeFailure.Unreachable ? TimeSpan.FromHours(1) : Longest;
        var doubled = first.TotalSeconds * Math.Pow(2, Math.Min(failures - 1, 20));
        var varied = TimeSpan.FromSeconds(Math.Min(doubled, longest.TotalSeconds) * (0.8 + (0.4 * random)));
        return retryAfter > varied ? Least(retryAfter.Value, Longest) : varied;
    }

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
