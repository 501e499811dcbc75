using Microsoft.Extensions.Time.Testing;
using ProcessProxy.Supervision.Lanes;
using Xunit;

namespace ProcessProxy.Tests.Supervision.Lanes;

/// <summary>How fast those are started again that crash again and again.</summary>
public sealed class RestartPaceTests : IDisposable
{
    private readonly FakeTimeProvider time = new();
    private readonly RestartPace pace;
    private int begun;

    public RestartPaceTests() => pace = new RestartPace(time);

    [Fact]
    public void A_few_at_the_same_moment_do_not_wait()
    {
        Due(20);
        Assert.Equal(20, begun);
    }

    [Fact]
    public void A_thousand_wait_for_one_another_and_all_have_their_turn()
    {
        Due(1000);
        Assert.InRange(begun, 20, 100);
        Pass(TimeSpan.FromMinutes(1), cost: TimeSpan.FromMilliseconds(1));
        Assert.Equal(1000, begun);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(2)]
    [InlineData(20)]
    public void What_they_cost_is_8_percent_of_a_processor_whatever_one_costs(double milliseconds)
    {
        var cost = TimeSpan.FromMilliseconds(milliseconds);
        Due(100_000);
        Pass(TimeSpan.FromSeconds(20), cost);
        var before = begun;
        Pass(TimeSpan.FromSeconds(60), cost);
        Assert.InRange((begun - before) * cost / TimeSpan.FromSeconds(60), 0.065, 0.09);
    }

    [Fact]
    public void After_the_end_nobody_has_a_turn()
    {
        Due(1000);
        pace.Dispose();
        var before = begun;
        Pass(TimeSpan.FromMinutes(1), TimeSpan.Zero);
        Due(1);
        Assert.Equal(before, begun);
    }

    public void Dispose() => pace.Dispose();

    private void Due(int count)
    {
        for (var i = 0; i < count; i++)
        {
            pace.Await(() => begun++);
        }
    }

    /// <summary>Lets time pass in which everybody who has begun costs something.</summary>
    private void Pass(TimeSpan span, TimeSpan cost)
    {
        var paid = begun;
        for (var passed = TimeSpan.Zero; passed < span; passed += TimeSpan.FromMilliseconds(10))
        {
            pace.Spend((begun - paid) * cost);
            paid = begun;
            time.Advance(TimeSpan.FromMilliseconds(10));
        }
    }
}
