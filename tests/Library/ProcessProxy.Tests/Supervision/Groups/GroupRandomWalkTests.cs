using ProcessProxy.Configuration;
using ProcessProxy.Supervision.Groups;
using Xunit;

namespace ProcessProxy.Tests.Supervision.Groups;

public sealed class GroupRandomWalkTests
{
    private const int Events = 100_000;
    private const int MostInstances = 4;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Whatever_happens_every_program_has_an_owner_and_there_are_never_too_many(int seed)
    {
        var random = new Random(seed);
        var group = new GroupDriver(GroupDriver.Rolling(2));
        for (var number = 0; number < Events; number++)
        {
            group.Do(Next(random, group));
        }

        // It comes to an end.
        for (var round = 0; round < 10 * MostInstances; round++)
        {
            group.LeaversEnd();
            if (group.State.Replacement is { New: var seat })
            {
                group.Answers(seat);
                group.Do(new GroupEvent.Proved(group.State.Number));
            }
        }

        Assert.False(group.State.IsReplacing);
        Assert.Equal(group.State.Scaled ?? group.Spec.Instances, group.Programs.Count);
    }

    private static GroupEvent Next(Random random, GroupDriver group) => random.Next(20) switch
    {
        0 => new GroupEvent.Start("a walk"),
        1 => new GroupEvent.Stop("a walk", random.Next(2) == 0),
        2 or 3 => new GroupEvent.Replace("a walk", [.. group.State.Members.Where(_ => random.Next(3) > 0).Select(member => member.Seat.Instance)]),
        4 => new GroupEvent.Scale(random.Next(1, MostInstances + 1)),
        5 => Configured(random, group),
        6 => new GroupEvent.Idle(),
        7 => new GroupEvent.Requested(),
        8 => new GroupEvent.TimedOut(group.State.Number - random.Next(2), "late"),
        9 or 10 => new GroupEvent.Proved(group.State.Number - random.Next(2)),
        11 or 12 or 13 when group.State.Leaving.Count > 0 => new GroupEvent.Drained(group.State.Leaving[random.Next(group.State.Leaving.Count)].Seat),
        _ => new GroupEvent.Changed(SeatOf(random, group), StandingOf(random)),
    };

    private static GroupEvent Configured(Random random, GroupDriver group)
    {
        var before = group.Spec.Instances;
        group.Spec = group.Spec with
        {
            Instances = random.Next(3) == 0 ? random.Next(1, MostInstances + 1) : before,
            Replace = new ReplaceSpec
            {
                Mode = random.Next(4) == 0 ? ReplaceMode.StopFirst : ReplaceMode.Rolling,
                StableFor = random.Next(2) == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(1),
            },
        };
        return new GroupEvent.Configured("a walk", random.Next(2) == 0, group.Spec.Instances != before);
    }

    private static Seat SeatOf(Random random, GroupDriver group) => random.Next(10) == 0
        ? new Seat(random.Next(1, MostInstances + 1), random.Next(2) == 0)
        : group.Programs.ElementAt(random.Next(group.Programs.Count));

    private static Standing StandingOf(Random random) => random.Next(6) switch
    {
        0 => new(false, false, IsGone: true),
        1 => new(false, false, IsGone: random.Next(2) == 0, Fault: "exited with code 1"),
        2 => new(false, IsAlive: true, false),
        _ => new(true, IsAlive: true, false),
    };
}
