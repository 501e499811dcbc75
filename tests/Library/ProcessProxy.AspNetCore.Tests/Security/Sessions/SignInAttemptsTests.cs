using System.Net;
using Microsoft.Extensions.Time.Testing;
using ProcessProxy.AspNetCore.Security.Sessions;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Security.Sessions;

public class SignInAttemptsTests
{
    private static readonly IPAddress Somebody = IPAddress.Parse("192.0.2.7");
    private readonly FakeTimeProvider time = new();
    private readonly SignInAttempts attempts;

    public SignInAttemptsTests() => attempts = new SignInAttempts(time);

    [Fact]
    public void After_some_wrong_keys_each_further_attempt_waits_twice_as_long()
    {
        UseUp(Somebody);
        foreach (var seconds in new[] { 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300 })
        {
            Assert.Equal(TimeSpan.FromSeconds(seconds), attempts.Begin(Somebody));
            time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromTicks(1));
            Assert.Equal(TimeSpan.FromTicks(1), attempts.Begin(Somebody));
            time.Advance(TimeSpan.FromTicks(1));
            Assert.Equal(TimeSpan.Zero, attempts.Begin(Somebody));
        }
    }

    [Fact]
    public void The_right_key_and_a_long_silence_forgive()
    {
        UseUp(Somebody);
        attempts.Succeeded(Somebody);
        UseUp(Somebody);
        time.Advance(SignInAttempts.Memory + TimeSpan.FromSeconds(1));
        UseUp(Somebody);
    }

    [Fact]
    public void Right_keys_never_wait_however_many_come_and_wrong_ones_make_right_ones_wait()
    {
        for (var number = 0; number < 3 * SignInAttempts.Free; number++)
        {
            Assert.Equal(TimeSpan.Zero, attempts.Note(Somebody, null, isRight: true));
        }

        for (var number = 0; number < SignInAttempts.Free; number++)
        {
            Assert.Equal(TimeSpan.Zero, attempts.Note(Somebody, null, isRight: false));
        }

        Assert.NotEqual(TimeSpan.Zero, attempts.Note(Somebody, null, isRight: true));
    }

    [Fact]
    public void One_user_of_this_machine_does_not_lock_out_another()
    {
        for (var number = 0; number <= SignInAttempts.Free; number++)
        {
            attempts.Note(IPAddress.Loopback, 2001, isRight: false);
        }

        Assert.NotEqual(TimeSpan.Zero, attempts.Note(IPAddress.Loopback, 2001, isRight: true));
        Assert.Equal(TimeSpan.Zero, attempts.Note(IPAddress.Loopback, 1000, isRight: true));
    }

    [Fact]
    public void One_address_does_not_lock_out_another()
    {
        UseUp(Somebody);
        Assert.Equal(TimeSpan.Zero, attempts.Begin(IPAddress.Parse("192.0.2.8")));
        Assert.Equal(TimeSpan.Zero, attempts.Begin(null));
    }

    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9")]
    [InlineData("192.0.2.7", "::ffff:192.0.2.7")]
    public void Addresses_of_one_caller_count_as_one(string one, string other)
    {
        UseUp(IPAddress.Parse(one));
        Assert.NotEqual(TimeSpan.Zero, attempts.Begin(IPAddress.Parse(other)));
    }

    [Fact]
    public void The_table_is_bounded_and_forgets_who_was_quiet_for_longest()
    {
        UseUp(Somebody);
        for (var number = 0; number < SignInAttempts.Capacity; number++)
        {
            time.Advance(TimeSpan.FromTicks(1));
            Assert.Equal(TimeSpan.Zero, attempts.Begin(new IPAddress([10, 0, (byte)(number >> 8), (byte)number])));
        }

        Assert.Equal(TimeSpan.Zero, attempts.Begin(Somebody));
    }

    private void UseUp(IPAddress address)
    {
        for (var number = 0; number < SignInAttempts.Free; number++)
        {
            Assert.Equal(TimeSpan.Zero, attempts.Begin(address));
        }

        Assert.NotEqual(TimeSpan.Zero, attempts.Begin(address));
    }
}
