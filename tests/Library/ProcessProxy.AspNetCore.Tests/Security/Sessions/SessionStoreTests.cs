using Microsoft.Extensions.Time.Testing;
using ProcessProxy.AspNetCore.Security.Sessions;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Security.Sessions;

public sealed class SessionStoreTests : IDisposable
{
    private readonly FakeTimeProvider time = new();
    private readonly SessionStore sessions;

    public SessionStoreTests() => sessions = new SessionStore(time);

    public void Dispose() => sessions.Dispose();

    [Fact]
    public void A_session_is_found_by_its_token_alone()
    {
        var (one, two) = (sessions.Begin(), sessions.Begin());
        Assert.Matches("^[0-9a-f]{64}$", one);
        Assert.NotEqual(one, two);
        Assert.NotSame(sessions.Use(one), sessions.Use(two));
        Assert.Same(sessions.Use(one), sessions.Use(one));
        Assert.NotEqual(one, sessions.Use(one)!.CsrfToken);
        Assert.NotEqual(sessions.Use(one)!.CsrfToken, sessions.Use(two)!.CsrfToken);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    public void Another_token_finds_none(string? token)
    {
        sessions.Begin();
        Assert.Null(sessions.Use(token));
        Assert.Null(sessions.Use(new string('a', 100_000)));
    }

    [Fact]
    public void A_session_that_nobody_uses_ends_and_one_in_use_goes_on()
    {
        var (used, left) = (sessions.Begin(), sessions.Begin());
        for (var step = 0; step < 3; step++)
        {
            time.Advance(SessionStore.IdleLifetime / 2);
            Assert.NotNull(sessions.Use(used));
        }

        Assert.Null(sessions.Use(left));
    }

    [Fact]
    public void A_session_ends_by_its_age_however_much_it_is_used_and_so_do_its_streams()
    {
        var token = sessions.Begin();
        var ended = sessions.Use(token)!.Ended;
        for (var hour = 0.0; hour < SessionStore.Lifetime.TotalHours - 0.5; hour += 0.5)
        {
            Assert.NotNull(sessions.Use(token));
            Assert.False(ended.IsCancellationRequested);
            time.Advance(TimeSpan.FromMinutes(30));
        }

        time.Advance(TimeSpan.FromMinutes(30));
        Assert.True(ended.IsCancellationRequested);
        Assert.Null(sessions.Use(token));
    }

    [Fact]
    public void Signing_out_ends_the_session_and_its_streams_at_once()
    {
        var (one, two) = (sessions.Begin(), sessions.Begin());
        var ended = sessions.Use(one)!.Ended;
        sessions.End(one);
        sessions.End(one);
        Assert.True(ended.IsCancellationRequested);
        Assert.Null(sessions.Use(one));
        Assert.NotNull(sessions.Use(two));
    }

    [Fact]
    public void The_number_of_sessions_is_bounded_and_the_one_unused_for_longest_goes()
    {
        var first = sessions.Begin();
        var second = sessions.Begin();
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull(sessions.Use(first));
        for (var number = 2; number <= SessionStore.Capacity; number++)
        {
            time.Advance(TimeSpan.FromMilliseconds(1));
            sessions.Begin();
        }

        Assert.NotNull(sessions.Use(first));
        Assert.Null(sessions.Use(second));
    }
}
