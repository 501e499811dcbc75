using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using ProcessProxy.AspNetCore.Tls;
using ProcessProxy.AspNetCore.Tls.Acme;
using ProcessProxy.AspNetCore.Tls.Certificates;
using ProcessProxy.AspNetCore.Tls.Issuing;
using ProcessProxy.Configuration;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Tls.Acme;

/// <summary>The client and its account, against authorities of every temper.</summary>
public sealed class AuthorityTests : IAsyncLifetime
{
    private const int Timeout = 30_000;

    private readonly TlsFolder folder = new();
    private readonly FakeTimeProvider clock = new(TimeProvider.System.GetUtcNow());
    private readonly RecordedLog log = new();
    private readonly ChallengeResponses responses;
    private FakeAuthority fake = null!;

    public AuthorityTests() => responses = new ChallengeResponses(clock);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => fake = await FakeAuthority.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await fake.DisposeAsync();
        folder.Dispose();
    }

    [Fact(Timeout = Timeout)]
    public async Task It_issues_and_the_proof_is_shown_only_while_it_is_looked_for()
    {
        string? page = null;
        fake.Finds = token => (page = responses.Page(token)) is not null;
        using var authority = Authority();
        var issued = await authority.IssueAsync("a.example", ChallengeKind.Http, Cancelled);
        Assert.True(ServerCertificate.FromPem(issued.ChainPem, issued.KeyPem).Covers("a.example"));
        using var key = AccountKey.FromPem(new AccountStore(folder.Path, log).Load()!.Key);
        Assert.Equal(key.KeyAuthorization("token-1"), page);
        Assert.Null(responses.Page("token-1"));
        Assert.False(responses.Any);
    }

    [Fact(Timeout = Timeout)]
    public async Task There_is_one_account_for_all_domains_and_after_a_restart()
    {
        using (var authority = Authority())
        {
            await authority.IssueAsync("a.example", ChallengeKind.Http, Cancelled);
            await authority.IssueAsync("b.example", ChallengeKind.TlsAlpn, Cancelled);
        }

        using var next = Authority();
        await next.IssueAsync("c.example", ChallengeKind.Http, Cancelled);
        var request = JsonDocument.Parse(Assert.Single(fake.AccountPayloads)).RootElement;
        Assert.True(request.GetProperty("termsOfServiceAgreed").GetBoolean());
        Assert.Equal("mailto:me@example.org", request.GetProperty("contact")[0].GetString());
    }

    [Fact(Timeout = Timeout)]
    public async Task Another_email_address_is_told_to_the_authority_once()
    {
        using (var authority = Authority())
        {
            await authority.IssueAsync("a.example", ChallengeKind.Http, Cancelled);
        }

        using var next = Authority(email: null);
        await next.IssueAsync("a.example", ChallengeKind.Http, Cancelled);
        await next.IssueAsync("a.example", ChallengeKind.Http, Cancelled);
        Assert.Equal(2, fake.AccountPayloads.Count);
        Assert.Equal("{\"contact\":[]}", fake.AccountPayloads.Last());
    }

    [Fact(Timeout = Timeout)]
    public async Task An_account_that_was_forgotten_is_registered_again()
    {
        using var authority = Authority();
        await authority.IssueAsync("a.example", ChallengeKind.Http, Cancelled);
        fake.Forget();
        await authority.IssueAsync("a.example", ChallengeKind.Http, Cancelled);
        Assert.Equal(2, fake.AccountPayloads.Count);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_nonce_that_is_refused_is_replaced_but_not_for_ever()
    {
        var refusals = 0;
        fake.Instead = (path, context) => path == "/order" && refusals++ < 3
            ? FakeAuthority.RefuseAsync(context, 400, "badNonce") : Task.FromResult(false);
        using var authority = Authority();
        await authority.IssueAsync("a.example", ChallengeKind.Http, Cancelled);
        Assert.Equal(4, refusals);

        fake.Instead = (path, context) => path == "/order" ? FakeAuthority.RefuseAsync(context, 400, "badNonce") : Task.FromResult(false);
        fake.Requests.Clear();
        Assert.Equal(AcmeFailure.Unreachable, (await FailureAsync(authority)).Failure);
        Assert.InRange(fake.Requests.Count(path => path == "/order"), 2, 20);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_limit_says_when_to_come_back_in_seconds_or_as_a_date()
    {
        using var authority = Authority();
        var retryAfter = "120";
        fake.Instead = (path, context) => path == "/order"
            ? FakeAuthority.RefuseAsync(context, 429, "rateLimited", "too\\nmany", retryAfter) : Task.FromResult(false);
        var failure = await FailureAsync(authority);
        Assert.Equal((AcmeFailure.RateLimited, TimeSpan.FromMinutes(2), "too many"), (failure.Failure, failure.RetryAfter, failure.Message));
        retryAfter = clock.GetUtcNow().AddHours(3).ToString("r", CultureInfo.InvariantCulture);
        Assert.InRange((await FailureAsync(authority)).RetryAfter!.Value, TimeSpan.FromHours(2.99), TimeSpan.FromHours(3));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_proof_that_is_not_found_is_told_in_the_words_of_the_authority()
    {
        fake.Finds = _ => false;
        using var authority = Authority();
        var failure = await FailureAsync(authority);
        Assert.Equal(AcmeFailure.Challenge, failure.Failure);
        Assert.Equal("http-01: nothing found", failure.Message);
        Assert.False(responses.Any);
    }

    [Theory(Timeout = Timeout)]
    [InlineData("/dir", "<html>", "response is not valid")]
    [InlineData("/dir", "null", "returned an empty response")]
    [InlineData("/dir", "{}", "is not an ACME directory")]
    [InlineData("/dir", "{\"newNonce\":\"http://x\",\"newAccount\":\"http://x\",\"newOrder\":\"http://x\",\"meta\":{\"externalAccountRequired\":true}}", "external account")]
    [InlineData("/order", "{}", "URL of the order")]
    [InlineData("/account", "{}", "URL of the account")]
    [InlineData("/order/1", "{\"status\":\"invalid\",\"error\":{\"detail\":\"blocked\"}}", "invalid: blocked")]
    [InlineData("/order/1", "{\"status\":\"ready\",\"finalize\":\"file:///etc/passwd\"}", "file:///etc/passwd")]
    [InlineData("/proof", "{\"status\":\"pending\",\"challenges\":[{\"type\":\"dns-01\"}]}", "does not offer http-01")]
    public async Task An_answer_that_makes_no_sense_is_a_failure_with_words(string where, string answer, string expected)
    {
        fake.Instead = async (path, context) =>
        {
            if (path == where)
            {
                await context.Response.WriteAsync(answer, context.RequestAborted);
            }

            return path == where;
        };
        using var authority = Authority();
        Assert.Contains(expected, (await FailureAsync(authority)).Message);
    }

    [Fact(Timeout = Timeout)]
    public async Task An_answer_without_end_is_not_read_to_its_end()
    {
        fake.Instead = async (_, context) =>
        {
            var much = new byte[64 * 1024];
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(much, context.RequestAborted);
            }

            return true;
        };
        using var authority = Authority();
        Assert.Equal(AcmeFailure.Unreachable, (await FailureAsync(authority)).Failure);
    }

    [Fact(Timeout = Timeout)]
    public async Task An_authority_that_never_answers_is_given_up()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        fake.Instead = async (_, context) =>
        {
            asked.TrySetResult();
            await Task.Delay(System.Threading.Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return true;
        };
        using var authority = Authority();
        var issuing = FailureAsync(authority);
        await asked.Task.WaitAsync(Cancelled);
        clock.Advance(AcmeTransport.CallTimeout);
        Assert.Contains("did not respond within 30 seconds", (await issuing).Message);
    }

    [Fact(Timeout = Timeout)]
    public async Task An_order_that_never_ends_is_given_up()
    {
        fake.Instead = async (path, context) =>
        {
            if (path == "/order/1")
            {
                context.Response.Headers.RetryAfter = "400";
                await context.Response.WriteAsync("{\"status\":\"processing\"}", context.RequestAborted);
                clock.Advance(CertificateOrder.TimeLimit);
            }

            return path == "/order/1";
        };
        using var authority = Authority();
        Assert.Contains("within 5 minutes", (await FailureAsync(authority)).Message);
    }

    [Fact(Timeout = Timeout)]
    public async Task Roots_that_cannot_be_read_are_named()
    {
        using var authority = Authority(caFile: folder.File("missing.pem"));
        Assert.Contains(folder.File("missing.pem"), (await FailureAsync(authority)).Message);
    }

    private static async Task<AcmeException> FailureAsync(AcmeAuthority authority) =>
        await Assert.ThrowsAsync<AcmeException>(() => authority.IssueAsync("a.example", ChallengeKind.Http, Cancelled));

    private AcmeAuthority Authority(string? email = "me@example.org", string? caFile = null) =>
        new(new AcmeSpec { Email = email, Directory = fake.Directory, Storage = folder.Path, CaFile = caFile }, new AccountStore(folder.Path, log), responses, clock);
}
