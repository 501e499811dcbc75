using ProcessProxy.Configuration;
using ProcessProxy.Supervision.Groups;
using Xunit;

namespace ProcessProxy.Tests.Supervision.Groups;

public sealed class GroupMachineTests
{
    private static readonly Seat First = new(1);

    [Fact]
    public void A_new_program_is_launched_beside_the_old_one_and_serves_when_it_can_answer()
    {
        var group = Replaced(1);
        Assert.Equal([new GroupEffect.Open(First.Other, IsNew: true), new GroupEffect.Launch(First.Other, "a test"), new GroupEffect.AwaitReady(1)], group.Effects);
        group.Answers(First.Other);
        Assert.Equal([new GroupEffect.TakeOver(First.Other, First), new GroupEffect.Drain(First), new GroupEffect.Settle()], group.Effects);
        Assert.Equal(First.Other, group.State.Members[0].Seat);
        group.LeaversEnd();
        Assert.Equal([First.Other], group.Programs);
    }

    [Fact]
    public void Instances_are_replaced_one_after_the_other_each_when_nothing_of_the_one_before_is_left()
    {
        var group = Replaced(3);
        for (var instance = 1; instance <= 3; instance++)
        {
            Assert.Equal(new Seat(instance, IsSecond: true), group.State.Replacement?.New);
            Assert.Empty(group.Settled);
            group.Answers(new Seat(instance, IsSecond: true));
            Assert.Null(group.State.Replacement);
            group.LeaversEnd();
        }

        Assert.Equal([new GroupEffect.Settle()], group.Settled);
        Assert.All(group.State.Members, member => Assert.True(member.Seat.IsSecond && member.CanAnswer));
    }

    [Fact]
    public void A_new_program_that_ends_leaves_everything_as_it_was_and_the_rest_is_not_tried()
    {
        var group = Replaced(3);
        group.Becomes(First.Other, new(false, false, false, Fault: "exited with code 7"));
        Assert.Equal([new GroupEffect.Settle("exited with code 7", IsFailure: true)], group.Settled);
        Assert.Equal("exited with code 7", group.State.Failure?.Reason);
        Assert.All(group.State.Members, member => Assert.True(member is { Seat.IsSecond: false, CanAnswer: true, IsOutdated: true }));
        group.LeaversEnd();
        Assert.Equal(3, group.Programs.Count);
        Assert.Null(group.State.Replacement);
    }

    [Fact]
    public void A_new_program_that_does_not_become_ready_in_time_is_ended()
    {
        var group = Replaced(1);
        group.Do(new GroupEvent.TimedOut(1, "does not listen"));
        Assert.Contains(new GroupEffect.End(First.Other, "the failure of the replacement"), group.Effects);
        Assert.Equal("does not listen", group.State.Failure?.Reason);
    }

    [Fact]
    public void The_time_limit_of_an_earlier_replacement_does_not_end_a_later_one()
    {
        var group = Replaced(1);
        group.Answers(First.Other);
        group.LeaversEnd();
        group.Do(new GroupEvent.Replace("a test", [1]));
        group.Do(new GroupEvent.TimedOut(1, "does not listen"));
        Assert.Equal(First, group.State.Replacement?.New);
        Assert.Null(group.State.Failure);
    }

    [Fact]
    public void A_new_program_must_go_on_to_answer_for_as_long_as_stableFor_says()
    {
        var group = Replaced(1, spec => spec with { Replace = spec.Replace with { StableFor = TimeSpan.FromSeconds(3) } });
        group.Answers(First.Other);
        Assert.Equal([new GroupEffect.AwaitProof(1)], group.Effects);
        group.Becomes(First.Other, new(false, true, false));
        Assert.Equal("could no longer answer", group.State.Failure?.Reason);

        var other = Replaced(1, spec => spec with { Replace = spec.Replace with { StableFor = TimeSpan.FromSeconds(3) } });
        other.Answers(First.Other);
        other.Do(new GroupEvent.Proved(1));
        Assert.Equal(First.Other, other.State.Members[0].Seat);
    }

    [Fact]
    public void A_stop_cancels_a_replacement_at_once()
    {
        var group = Replaced(2);
        group.Do(new GroupEvent.Stop("an operator"));
        Assert.Contains(new GroupEffect.End(First.Other, "an operator"), group.Effects);
        Assert.Equal([new GroupEffect.Settle("it was stopped by an operator")], group.Settled);
        Assert.False(group.State.IsReplacing);
        Assert.Null(group.State.Failure);
    }

    [Fact]
    public void A_newer_change_of_the_configuration_abandons_the_new_program_and_begins_again()
    {
        var group = Replaced(2);
        group.Do(new GroupEvent.Configured("a change", IsLaunchChanged: true, IsCountChanged: false));
        Assert.Equal([new Leaver(First.Other, IsDraining: false, "a newer change of its configuration")], group.State.Leaving);
        Assert.Empty(group.Settled);
        group.LeaversEnd();
        Assert.Equal(First.Other, group.State.Replacement?.New);
        Assert.All(group.State.Members, member => Assert.True(member.IsOutdated));
    }

    [Fact]
    public void A_second_restart_joins_the_replacement_under_way()
    {
        var group = Replaced(2);
        group.Do(new GroupEvent.Replace("another", [1, 2]));
        Assert.Empty(group.Effects);
        Assert.Equal([2], group.State.Pending);
    }

    [Fact]
    public void An_instance_that_does_not_run_is_started_with_the_new_configuration_and_not_beside_itself()
    {
        var group = Replaced(2);
        group.Becomes(new Seat(2), new(false, false, false));
        group.Answers(First.Other);
        group.LeaversEnd();
        Assert.Null(group.State.Replacement);
        Assert.Equal([new GroupEffect.Settle()], group.Settled);
        Assert.Equal([First.Other, new Seat(2)], group.Programs.ToHashSet());
    }

    [Fact]
    public void With_stop_first_every_program_is_stopped_and_started_where_it_is()
    {
        var group = new GroupDriver(GroupDriver.Rolling(2) with { Replace = new ReplaceSpec { Mode = ReplaceMode.StopFirst } }).Running();
        group.Do(new GroupEvent.Configured("a change", IsLaunchChanged: true, IsCountChanged: false));
        Assert.Equal([new GroupEffect.Renew(new Seat(1), "a change"), new GroupEffect.Renew(new Seat(2), "a change")], group.Effects);
    }

    [Fact]
    public void Fewer_instances_drain_and_stop_the_highest()
    {
        var group = new GroupDriver(GroupDriver.Rolling(4)).Running();
        group.Do(new GroupEvent.Scale(2));
        Assert.Equal([new GroupEffect.Drain(new Seat(4)), new GroupEffect.Drain(new Seat(3))], group.Effects);
        group.LeaversEnd();
        Assert.Equal([new Seat(1), new Seat(2)], group.Programs);
    }

    [Fact]
    public void More_instances_start_when_the_names_of_those_before_are_free()
    {
        var group = new GroupDriver(GroupDriver.Rolling(2)).Running();
        group.Do(new GroupEvent.Scale(1));
        group.Do(new GroupEvent.Scale(3));
        Assert.Single(group.State.Members);
        group.LeaversEnd();
        Assert.Equal([new Seat(1), new Seat(2), new Seat(3)], group.State.Members.Select(member => member.Seat));
    }

    [Fact]
    public void A_stopped_process_keeps_the_number_and_starts_none()
    {
        var group = new GroupDriver(GroupDriver.Rolling());
        group.Do(new GroupEvent.Scale(3));
        Assert.DoesNotContain(group.Effects, effect => effect is GroupEffect.Launch);
        Assert.Equal(3, group.State.Members.Count);
    }

    [Fact]
    public void The_number_of_a_command_holds_until_the_configured_one_changes()
    {
        var group = new GroupDriver(GroupDriver.Rolling(2)).Running();
        group.Do(new GroupEvent.Scale(4));
        group.Do(new GroupEvent.Configured("a change", IsLaunchChanged: false, IsCountChanged: false));
        Assert.Equal(4, group.State.Members.Count);
        group.Spec = GroupDriver.Rolling(3);
        group.Do(new GroupEvent.Configured("a change", IsLaunchChanged: false, IsCountChanged: true));
        Assert.Equal(3, group.State.Members.Count);
    }

    [Fact]
    public void A_process_that_nobody_asks_for_sleeps_and_the_next_request_wakes_all_its_instances()
    {
        var group = new GroupDriver(GroupDriver.Rolling(2) with { IdleTimeout = TimeSpan.FromMinutes(1) }).Running();
        group.Do(new GroupEvent.Idle());
        Assert.True(group.State is { IsAsleep: true, IsUp: false });
        Assert.Equal(2, group.Effects.OfType<GroupEffect.End>().Count());
        group.Do(new GroupEvent.Requested());
        Assert.Contains(new GroupEffect.WakeDependencies(), group.Effects);
        Assert.Equal(2, group.Effects.OfType<GroupEffect.Launch>().Count());
        group.Do(new GroupEvent.Requested());
        Assert.Empty(group.Effects);
    }

    [Fact]
    public void What_an_operator_has_stopped_is_not_woken() => Assert.Empty(AfterStop().Effects);

    private static GroupDriver AfterStop()
    {
        var group = new GroupDriver(GroupDriver.Rolling()).Running();
        group.Do(new GroupEvent.Stop("an operator"));
        group.Do(new GroupEvent.Requested());
        return group;
    }

    private static GroupDriver Replaced(int instances, Func<ProcessSpec, ProcessSpec>? with = null)
    {
        var spec = GroupDriver.Rolling(instances);
        var group = new GroupDriver(with?.Invoke(spec) ?? spec).Running();
        group.Do(new GroupEvent.Replace("a test", [.. Enumerable.Range(1, instances)]));
        return group;
    }
}
