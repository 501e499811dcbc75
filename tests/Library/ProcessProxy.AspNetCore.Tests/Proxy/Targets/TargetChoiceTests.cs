using Microsoft.Extensions.Time.Testing;
using ProcessProxy.AspNetCore.Proxy.Forwarding.Targets;
using ProcessProxy.Configuration;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Proxy.Targets;

public class TargetChoiceTests
{
    private readonly FakeTimeProvider clock = new();
    private readonly Target[] targets;

    public TargetChoiceTests() =>
        targets = [.. Enumerable.Range(1, 3).Select(port => new Target(new Uri($"http://localhost:{port}"), clock))];

    [Fact]
    public void Round_robin_takes_each_in_turn() =>
        Assert.Equal([0, 1, 2, 0, 1, 2], Choose(LoadBalancing.RoundRobin, 6));

    [Fact]
    public void A_policy_that_nothing_is_known_of_is_a_fault_and_no_round_robin() =>
        Assert.Throws<InvalidOperationException>(() => Choose((LoadBalancing)99, 1));

    [Fact]
    public void First_takes_the_first_that_is_up()
    {
        Assert.Equal([0, 0], Choose(LoadBalancing.First, 2));
        targets[0].Rest();
        Assert.Equal([1, 1], Choose(LoadBalancing.First, 2));
        clock.Advance(Target.RestAfterFailure);
        Assert.Equal([0], Choose(LoadBalancing.First, 1));
    }

    [Fact]
    public void Least_requests_takes_the_idlest()
    {
        foreach (var entered in (int[])[0, 1, 1, 2, 2])
        {
            Assert.True(targets[entered].TryEnter());
        }

        targets[0].Leave(wasStream: false);
        Assert.Equal([0], Choose(LoadBalancing.LeastRequests, 1));
    }

    [Fact]
    public void Power_of_two_never_takes_the_busiest()
    {
        Assert.True(targets[1].TryEnter());
        Assert.DoesNotContain(1, Choose(LoadBalancing.PowerOfTwo, 100));
    }

    [Fact]
    public void Power_of_two_takes_all_that_are_idle() =>
        Assert.Equal([0, 1, 2], Choose(LoadBalancing.PowerOfTwo, 100).Distinct().Order());

    [Theory]
    [InlineData(LoadBalancing.RoundRobin)]
    [InlineData(LoadBalancing.LeastRequests)]
    [InlineData(LoadBalancing.PowerOfTwo)]
    [InlineData(LoadBalancing.First)]
    public void What_was_tried_is_not_chosen_again(LoadBalancing policy)
    {
        var choice = new TargetChoice(policy, new Random(7));
        List<Target> tried = [];
        while (choice.Choose(targets, tried) is { } next)
        {
            tried.Add(next);
        }

        Assert.Equal(targets, tried.OrderBy(one => one.Url.Port));
    }

    [Fact]
    public void When_all_are_out_of_reach_one_is_asked_all_the_same()
    {
        Array.ForEach(targets, target => target.Rest());
        Assert.Equal([0], Choose(LoadBalancing.First, 1));
    }

    private int[] Choose(LoadBalancing policy, int times)
    {
        var choice = new TargetChoice(policy, new Random(7));
        return [.. Enumerable.Range(0, times).Select(_ => Array.IndexOf(targets, choice.Choose(targets, null)))];
    }
}
