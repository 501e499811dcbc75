using ProcessProxy.AspNetCore.Tls.Acme;

namespace ProcessProxy.AspNetCore.Tls.Issuing;

/// <summary>Computes the delay after consecutive failures.</summary>
internal static class Backoff
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>Returns a delay that doubles with each failure, up to a day, and varies by a fifth, so that not everybody returns at once.</summary>
    /// <param name="failure">The last failure.</param>
    /// <param name="failures">The number of consecutive failures, from 1.</param>
    /// <param name="retryAfter">The delay that the authority requested, which is the minimum.</param>
    /// <param name="random">A random number from 0 to 1.</param>
    public static TimeSpan After(AcmeFailure failure, int failures, TimeSpan? retryAfter, double random)
    {
        var first = failure switch
        {
            // No quota has been used; an hour without the authority must not cost another one when it is back.
            AcmeFailure.Unreachable => TimeSpan.FromSeconds(10),
            AcmeFailure.RateLimited => TimeSpan.FromHours(1),

            // Let's Encrypt allows five failed validations an hour for a name.
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
