using System.Net;
using System.Text.Json;
using ProcessProxy.AspNetCore.Tests.Api;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Security.Sessions;

/// <summary>A browser's way in: the form, the cookie, the token against other sites' pages.</summary>
public class SessionCallTests : ApiTest
{
    private const string Key = "ßecret key/+=";

    private protected override string? ApiKey => Key;

    [Fact]
    public async Task The_right_key_gives_a_cookie_that_scripts_and_other_sites_cannot_use()
    {
        using var answer = await SignInAsync(Key);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal("/", answer.Headers.Location?.ToString());
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.Matches($"^processproxy-session-{Server.Address.Port}=[0-9a-f]{{64}}; path=/; samesite=strict; httponly$", cookie);
        using var secure = await SignInAsync(Key, ("X-Forwarded-Proto", "https"));
        Assert.Contains("; secure;", Assert.Single(secure.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("wrong")]
    [InlineData(Key + " ")]
    public async Task A_wrong_key_gives_the_page_again_and_no_cookie(string key)
    {
        using var answer = await SignInAsync(key);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("The API key is wrong.", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_wrong_keys_are_put_off_with_the_right_one_too_until_time_has_passed()
    {
        for (var number = 0; number < 5; number++)
        {
            using var wrong = await SignInAsync("wrong");
            Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        }

        using var early = await SignInAsync(Key);
        Assert.Equal(HttpStatusCode.TooManyRequests, early.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), early.Headers.RetryAfter?.Delta);
        Server.Time.Advance(TimeSpan.FromSeconds(1));
        using var late = await SignInAsync(Key);
        Assert.Equal(HttpStatusCode.SeeOther, late.StatusCode);
    }

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task Another_sites_page_can_sign_nobody_in(string header, string value)
    {
        using var answer = await SignInAsync(Key, (header, value));
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task With_the_cookie_everything_can_be_read_and_commands_need_the_token()
    {
        var cookie = await CookieAsync();
        using (var read = await CallAsync(HttpMethod.Get, "/api/processes", cookie))
        {
            Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        }

        foreach (var token in new[] { null, "", "wrong", new string('0', 64) })
        {
            using var refused = await CallAsync(HttpMethod.Post, "/api/processes/web/stop", cookie, token);
            await refused.FailureAsync(HttpStatusCode.Forbidden, "forbidden");
        }

        Assert.Empty(Server.Processes.Commands);
        using var done = await CallAsync(HttpMethod.Post, "/api/processes/web/stop", cookie, await TokenAsync(cookie));
        Assert.Equal(HttpStatusCode.OK, done.StatusCode);
        Assert.Equal(["stop web"], Server.Processes.Commands);
    }

    [Fact(Timeout = Patience)]
    public async Task Signing_goneends_the_session_for_calls_and_streams()
    {
        var cookie = await CookieAsync();
        using var stream = await CallAsync(HttpMethod.Get, "/api/events", cookie);
        using var reader = new StreamReader(await stream.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        Assert.Equal("retry: 1000", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        using (var gone = await CallAsync(HttpMethod.Delete, "/api/session", cookie, await TokenAsync(cookie)))
        {
            Assert.Equal(HttpStatusCode.OK, gone.StatusCode);
            Assert.Contains("expires=Thu, 01 Jan 1970", Assert.Single(gone.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
            var answer = await gone.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.Contains("\"signedIn\":false", answer, StringComparison.Ordinal);
        }

        await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        using var refused = await CallAsync(HttpMethod.Get, "/api/processes", cookie);
        await refused.FailureAsync(HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Fact]
    public async Task A_cookie_beside_a_wrong_key_does_not_help()
    {
        using var request = Request(HttpMethod.Get, "/api/processes", await CookieAsync());
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer wrong");
        using var refused = await Server.Http.SendAsync(request, TestContext.Current.CancellationToken);
        await refused.FailureAsync(HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Theory]
    [InlineData("/dashboard/../api/processes")]
    [InlineData("/dashboard/%2e%2e/api/processes")]
    [InlineData("/dashboard//api/processes")]
    [InlineData("//api/processes")]
    [InlineData("/Dashboard/app.js")]
    public async Task What_is_open_to_everybody_opens_nothing_else(string path)
    {
        TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        var answer = await RawRequest.SendAsync(Server.Address, [$"GET {path} HTTP/1.1", "Host: x"]);
        Assert.Matches("^HTTP/1.1 (401|404) ", answer);
        Assert.DoesNotContain("\"state\"", answer, StringComparison.Ordinal);
    }

    private async Task<HttpResponseMessage> SignInAsync(string key, params (string Name, string Value)[] headers)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        using var http = new HttpClient(handler) { BaseAddress = Server.Address, Timeout = TimeSpan.FromMilliseconds(Patience) };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in") { Content = new FormUrlEncodedContent([new("key", key)]) };
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private async Task<string> CookieAsync()
    {
        using var answer = await SignInAsync(Key);
        return Assert.Single(answer.Headers.GetValues("Set-Cookie")).Split(';')[0];
    }

    private async Task<string?> TokenAsync(string cookie)
    {
        using var answer = await CallAsync(HttpMethod.Get, "/api/session", cookie);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return json.RootElement.GetProperty("data").GetProperty("csrfToken").GetString();
    }

    private async Task<HttpResponseMessage> CallAsync(HttpMethod method, string path, string cookie, string? token = null)
    {
        using var request = Request(method, path, cookie);
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("X-CSRF-Token", token);
        }

        return await Server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    private static HttpRequestMessage Request(HttpMethod method, string path, string cookie)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Add("Cookie", cookie);
        return request;
    }
}
