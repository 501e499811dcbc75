using System.Net;
using System.Net.Http.Headers;
using ProcessProxy.AspNetCore.Security.Sessions;
using ProcessProxy.AspNetCore.Tests.Api;
using ProcessProxy.AspNetCore.Tests.Management;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Security;

/// <summary>Who guesses keeps no operator out.</summary>
public class GuessingTests
{
    private const string Key = "the-right-key-of-this-server";

    [Fact(Timeout = 30_000)]
    public async Task Wrong_keys_in_calls_have_to_wait_as_those_in_the_form_and_a_connection_that_has_shown_the_key_goes_on()
    {
        await using var server = await ManagementServer.StartAsync(Key);
        using var known = Client(server, Key);
        Assert.Equal(HttpStatusCode.OK, (await known.GetAsync("/api/status", TestContext.Current.CancellationToken)).StatusCode);
        using var guesser = Client(server, "a guess");
        for (var guess = 0; guess < SignInAttempts.Free; guess++)
        {
            await (await guesser.GetAsync("/api/status", TestContext.Current.CancellationToken)).FailureAsync(HttpStatusCode.Unauthorized, "unauthorized");
        }

        var refused = await guesser.GetAsync("/api/status", TestContext.Current.CancellationToken);
        Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter!.Delta);
        await refused.FailureAsync(HttpStatusCode.TooManyRequests, "too-many-attempts");
        using var late = Client(server, Key);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await late.GetAsync("/api/status", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await known.GetAsync("/api/status", TestContext.Current.CancellationToken)).StatusCode);
        server.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, (await late.GetAsync("/api/status", TestContext.Current.CancellationToken)).StatusCode);
    }

    private static HttpClient Client(ManagementServer server, string key)
    {
        var client = new HttpClient { BaseAddress = server.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }
}
