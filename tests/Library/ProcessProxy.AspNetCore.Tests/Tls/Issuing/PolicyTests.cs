using ProcessProxy.AspNetCore.Tls.Acme;
using ProcessProxy.AspNetCore.Tls.Issuing;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Tls.Issuing;

/// <summary>When to come back, and by which door.</summary>
public sealed class PolicyTests
{
    [Theory]
    [InlineData(nameof(AcmeFailure.Unreachable), 1, 10)]
    [InlineData(nameof(AcmeFailure.Unreachable), 4, 80)]
    [InlineData(nameof(AcmeFailure.Unreachable), 1000, 3600)]
    [InlineData(nameof(AcmeFailure.Challenge), 1, 300)]
    [InlineData(nameof(AcmeFailure.Refused), 3, 1200)]
    [InlineData(nameof(AcmeFailure.RateLimited), 1, 3600)]
    [InlineData(nameof(AcmeFailure.Refused), 1000, 86400)]
    public void Pauses_double_up_to_a_limit_and_vary_by_a_fifth(string failure, int failures, int seconds)
    {
        var kind = Enum.Parse<AcmeFailure>(failure);
        Assert.Equal(seconds * 0.8, Backoff.After(kind, failures, null, 0).TotalSeconds, 0.01);
        Assert.Equal(seconds, Backoff.After(kind, failures, null, 0.5).TotalSeconds, 0.01);
        Assert.Equal(seconds * 1.2, Backoff.After(kind, failures, null, 1).TotalSeconds, 0.01);
    }

    [Fact]
    public void A_failure_that_nothing_is_known_of_has_no_pause() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Backoff.After((AcmeFailure)99, 1, null, 0.5));

    [Theory]
    [InlineData(60, 300)]
    [InlineData(1000, 1000)]
    [InlineData(10_000_000, 86400)]
    public void What_the_authority_wants_counts_when_it_is_longer_up_to_a_day(int wanted, int expected) =>
        Assert.Equal(expected, Backoff.After(AcmeFailure.Refused, 1, TimeSpan.FromSeconds(wanted), 0.5).TotalSeconds, 0.01);

    [Theory]
    [InlineData(80, 443, nameof(ChallengeKind.Http))]
    [InlineData(8080, 443, nameof(ChallengeKind.TlsAlpn))]
    [InlineData(8080, 8443, nameof(ChallengeKind.Http))]
    [InlineData(80, null, nameof(ChallengeKind.Http))]
    public void The_door_an_authority_comes_to_is_tried_first(int http, int? https, string expected) =>
        Assert.Equal(expected, ChallengePlan.ByPorts(http, https).ToString());
}
