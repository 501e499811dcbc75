using ProcessProxy.Platform.FailPoints;
using Xunit;

namespace ProcessProxy.Tests.Platform.FailPoints;

public sealed class FailPointPlanTests
{
    [Fact]
    public void Nothing_happens_without_a_plan()
    {
        Assert.Null(FailPointPlan.Parse(null, null).Next("spawn"));
        Assert.Null(FailPointPlan.Parse("", "7").Next("spawn"));
    }

    [Fact]
    public void A_step_named_alone_kills() =>
        Assert.Equal(new FailPointRule("spawn", FailPointAction.Kill, TimeSpan.Zero, 1), FailPointPlan.Parse("spawn", null).Next("spawn"));

    [Fact]
    public void The_first_rule_for_a_step_counts()
    {
        var plan = FailPointPlan.Parse("adopt=fail, *=delay:20", null);
        Assert.Equal(FailPointAction.Fail, plan.Next("adopt")?.Action);
        Assert.Equal((FailPointAction.Delay, TimeSpan.FromMilliseconds(20)), (plan.Next("spawn")!.Action, plan.Next("spawn")!.Delay));
    }

    [Fact]
    public void A_chance_strikes_about_that_often_and_the_same_steps_for_the_same_seed()
    {
        var one = Strikes("5");
        Assert.InRange(one.Count(struck => struck), 150, 250);
        Assert.Equal(one, Strikes("5"));
        Assert.NotEqual(one, Strikes("6"));

        static List<bool> Strikes(string seed)
        {
            var plan = FailPointPlan.Parse("*=fail@0.2", seed);
            return [.. Enumerable.Range(0, 1000).Select(_ => plan.Next("spawn") is not null)];
        }
    }

    [Theory]
    [InlineData("spawn=explode")]
    [InlineData("spawn=fail@often")]
    [InlineData("spawn=delay:long")]
    public void A_plan_that_cannot_be_read_is_an_error(string text) => Assert.Throws<FormatException>(() => FailPointPlan.Parse(text, null));
}
