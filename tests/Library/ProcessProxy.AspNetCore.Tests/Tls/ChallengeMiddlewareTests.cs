using Microsoft.AspNetCore.Http;
using ProcessProxy.AspNetCore.Tls;
using ProcessProxy.AspNetCore.Tls.Acme;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Tls;

/// <summary>The pages that authorities look for.</summary>
public sealed class ChallengeMiddlewareTests
{
    private const string Routed = "routed";
    private readonly ChallengeResponses challenges = new(TimeProvider.System);

    [Theory]
    [InlineData("GET", "/.well-known/acme-challenge/token", "token.thumbprint")]
    [InlineData("HEAD", "/.well-known/acme-challenge/token", "")]
    [InlineData("GET", "/.well-known/acme-challenge/token/", Routed)]
    [InlineData("GET", "/.well-known/acme-challenge/TOKEN", Routed)]
    [InlineData("GET", "/.well-known/acme-challenge/", Routed)]
    [InlineData("GET", "/.well-known/acme-challenge", Routed)]
    [InlineData("GET", "/token", Routed)]
    public async Task Only_the_page_of_a_token_that_is_waited_for_is_shown(string method, string path, string expected)
    {
        using var shown = challenges.Show(new(ChallengeKind.Http, "a.example", "token", "token.thumbprint"));
        Assert.Equal(expected, await AnswerAsync(method, path));
    }

    [Fact]
    public async Task When_the_authority_has_looked_the_page_is_routed_as_usual()
    {
        challenges.Show(new(ChallengeKind.Http, "a.example", "token", "token.thumbprint")).Dispose();
        Assert.Equal(Routed, await AnswerAsync("GET", "/.well-known/acme-challenge/token"));
    }

    [Fact]
    public void What_is_hidden_twice_hides_nothing_of_others()
    {
        var one = challenges.Show(new(ChallengeKind.Http, "a.example", "one", "1"));
        using var two = challenges.Show(new(ChallengeKind.Http, "a.example", "two", "2"));
        one.Dispose();
        one.Dispose();
        Assert.True(challenges.Any);
        Assert.Equal("2", challenges.Page("two"));
    }

    private async Task<string> AnswerAsync(string method, string path)
    {
        var body = new MemoryStream();
        var context = new DefaultHttpContext { Request = { Method = method, Path = path }, Response = { Body = body } };
        await new ChallengeMiddleware(routed => routed.Response.WriteAsync(Routed, TestContext.Current.CancellationToken), challenges).InvokeAsync(context);
        return System.Text.Encoding.UTF8.GetString(body.ToArray());
    }
}
