using ProcessProxy.AspNetCore.Tls.Acme;
using ProcessProxy.AspNetCore.Tls.Issuing;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Tls.Issuing;

/// <summary>How domains get and keep certificates, on a clock of the test's own.</summary>
public sealed class DomainRenewalTests : IAsyncDisposable
{
    private const int Timeout = 30_000;
    private const string Domain = "a.example";
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TlsFolder folder = new();
    private readonly NapClock clock = new(Now);
    private readonly RecordedLog log = new();
    private readonly ScriptedAuthority authority;
    private readonly SemaphoreSlim slots = new(2, 2);
    private readonly CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly List<Task> running = [];

    public DomainRenewalTests() => authority = new ScriptedAuthority(clock);

    private CancellationToken Cancelled => end.Token;

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        end.Dispose();
        slots.Dispose();
        folder.Dispose();
    }

    [Fact(Timeout = Timeout)]
    public async Task A_certificate_is_renewed_when_two_thirds_of_its_life_are_over()
    {
        var renewal = Begin();
        (await authority.NextAsync(Cancelled)).Issue(Now, Now.AddDays(90));
        Assert.Contains("renewed from 2026-03-02 00:00:00Z on", await log.NextAsync("issued", Cancelled));
        var first = renewal.Current!.Thumbprint;

        await PassAsync(TimeSpan.FromDays(60) - TimeSpan.FromSeconds(1));
        await PassAsync(TimeSpan.FromSeconds(1));
        var asked = await authority.NextAsync(Cancelled);
        Assert.Equal(Now.AddDays(60), asked.At);
        Assert.Equal(first, renewal.Current.Thumbprint);
        asked.Issue(clock.GetUtcNow(), clock.GetUtcNow().AddDays(90));
        await log.NextAsync("issued", Cancelled);
        Assert.NotEqual(first, renewal.Current.Thumbprint);
    }

    [Fact(Timeout = Timeout)]
    public async Task Failures_are_followed_by_longer_and_longer_pauses_and_the_last_good_certificate_stays_even_past_its_end()
    {
        var renewal = Begin();
        (await authority.NextAsync(Cancelled)).Issue(Now, Now.AddDays(90));
        await log.NextAsync("issued", Cancelled);
        var first = renewal.Current!.Thumbprint;
        await PassAsync(TimeSpan.FromDays(60));
        var (waited, next) = (new List<TimeSpan>(), clock.GetUtcNow());
        for (var failure = 0; failure < 20; failure++)
        {
            var asked = await authority.NextAsync(Cancelled);
            Assert.True(asked.At >= next);
            asked.Refuse(AcmeFailure.Refused, "not today");
            var told = await log.NextAsync("could not be renewed (not today)", Cancelled);
            next = DateTimeOffset.Parse(told[^20..], System.Globalization.CultureInfo.InvariantCulture);
            waited.Add(next - clock.GetUtcNow());
            await PassAsync(waited[^1] + TimeSpan.FromSeconds(1)); // The log has whole seconds.
        }

        Assert.Equal([5, 10, 20, 40], waited.Take(4).Select(time => (int)Math.Round(time.TotalMinutes)));
        Assert.Equal(24, (int)Math.Round(waited[^1].TotalHours));
        clock.Advance(TimeSpan.FromDays(90));
        Assert.True(renewal.Current.NotAfter < clock.GetUtcNow());
        Assert.Equal(first, renewal.Current.Thumbprint);
        Assert.Equal(first, new CertificateStore(folder.Path, log).Load(Domain)!.Thumbprint);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_success_sets_the_pauses_back()
    {
        Begin();
        for (var round = 0; round < 2; round++)
        {
            (await authority.NextAsync(Cancelled)).Refuse(AcmeFailure.Refused);
            Assert.Contains($"at {clock.GetUtcNow().AddMinutes(5):u}", await log.NextAsync("the next attempt", Cancelled));
            await PassAsync(TimeSpan.FromMinutes(5));
            (await authority.NextAsync(Cancelled)).Issue(clock.GetUtcNow(), clock.GetUtcNow().AddDays(3));
            await log.NextAsync("issued", Cancelled);
            await PassAsync(TimeSpan.FromDays(2));
        }
    }

    [Fact(Timeout = Timeout)]
    public async Task Nobody_comes_back_before_the_authority_wants_it()
    {
        Begin();
        (await authority.NextAsync(Cancelled)).Refuse(AcmeFailure.RateLimited, "too many certificates", TimeSpan.FromHours(7));
        Assert.Contains("2026-01-01 07:00:00Z", await log.NextAsync("too many certificates); the next attempt", Cancelled));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_proof_that_fails_is_followed_by_the_other_kind_at_once_and_after_that_by_one_at_a_time()
    {
        Begin();
        await RefuseAsync(ChallengeKind.Http);
        await RefuseAsync(ChallengeKind.TlsAlpn);
        await log.NextAsync("the next attempt", Cancelled);
        await PassAsync(TimeSpan.FromMinutes(5));
        await RefuseAsync(ChallengeKind.Http);
        await log.NextAsync("the next attempt", Cancelled);
        await PassAsync(TimeSpan.FromMinutes(10));
        var asked = await authority.NextAsync(Cancelled);
        Assert.Equal(ChallengeKind.TlsAlpn, asked.Kind);
        asked.Issue(clock.GetUtcNow(), clock.GetUtcNow().AddDays(3));
        await log.NextAsync("issued", Cancelled);

        // What has worked is tried first.
        await PassAsync(TimeSpan.FromDays(2));
        Assert.Equal(ChallengeKind.TlsAlpn, (await authority.NextAsync(Cancelled)).Kind);

        async Task RefuseAsync(ChallengeKind expected)
        {
            var question = await authority.NextAsync(Cancelled);
            Assert.Equal(expected, question.Kind);
            question.Refuse(AcmeFailure.Challenge);
        }
    }

    [Fact(Timeout = Timeout)]
    public async Task A_domain_that_fails_keeps_no_other_from_its_certificate_and_only_so_many_are_proved_at_once()
    {
        var names = new[] { "one.example", "two.example", "three.example" };
        var renewals = names.Select(name => Begin(name)).ToList();
        var first = await authority.NextAsync(Cancelled);
        var second = await authority.NextAsync(Cancelled);
        first.Refuse(AcmeFailure.Refused);
        var third = await authority.NextAsync(Cancelled);
        second.Issue(Now, Now.AddDays(90));
        third.Issue(Now, Now.AddDays(90));
        await log.NextAsync("issued", Cancelled);
        await log.NextAsync("issued", Cancelled);
        Assert.Equal(2, authority.MostAtOnce);
        Assert.Equal([first.Domain], names.Where((_, index) => renewals[index].Current is null));
    }

    [Fact(Timeout = Timeout)]
    public async Task What_is_stored_is_in_force_at_once_and_asks_for_nothing_until_its_time()
    {
        new CertificateStore(folder.Path, log).Store(Domain, MadeCertificate.For(Now.AddDays(-10), Now.AddDays(80), Domain).Issued, Now);
        var renewal = Begin();
        Assert.NotNull(renewal.Current);
        await PassAsync(TimeSpan.FromDays(49));
        await PassAsync(TimeSpan.FromDays(1));
        Assert.Equal(Now.AddDays(50), (await authority.NextAsync(Cancelled)).At);
    }

    [Theory(Timeout = Timeout)]
    [InlineData("another.example", 90)]
    [InlineData(Domain, -1)]
    public async Task What_is_issued_and_cannot_be_used_does_not_replace_what_can(string name, int days)
    {
        var store = new CertificateStore(folder.Path, log);
        var stored = store.Store(Domain, MadeCertificate.For(Now.AddDays(-89), Now.AddDays(1), Domain).Issued, Now);
        var renewal = Begin();
        (await authority.NextAsync(Cancelled)).Answer.SetResult(MadeCertificate.For(Now.AddDays(-100), Now.AddDays(days), name).Issued);
        await log.NextAsync("could not be renewed", Cancelled);
        Assert.Equal(stored.Thumbprint, renewal.Current!.Thumbprint);
        Assert.Equal(stored.Thumbprint, store.Load(Domain)!.Thumbprint);
    }

    [Fact(Timeout = Timeout)]
    public async Task With_a_clock_that_is_months_ahead_new_certificates_are_not_asked_for_without_end()
    {
        Begin();
        (await authority.NextAsync(Cancelled)).Issue(Now.AddDays(-80), Now.AddDays(10));
        Assert.Contains("renewed from 2026-01-01 01:00:00Z on", await log.NextAsync("issued", Cancelled));
    }

    private DomainRenewal Begin(string domain = Domain)
    {
        var renewal = new DomainRenewal(
            domain, new RenewalServices(authority, new CertificateStore(folder.Path, log), slots, log, clock, () => 0.5));
        running.Add(renewal.RunAsync(new ChallengePlan(ChallengeKind.Http), Cancelled));
        return renewal;
    }

    private Task PassAsync(TimeSpan time) => clock.PassAsync(time, Cancelled);
}
