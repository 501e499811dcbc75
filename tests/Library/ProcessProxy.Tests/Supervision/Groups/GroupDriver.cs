using ProcessProxy.Configuration;
using ProcessProxy.Supervision.Groups;
using ProcessProxy.Supervision.Machine;
using Xunit;

namespace ProcessProxy.Tests.Supervision.Groups;

/// <summary>Runs the group machine, with programs that do what a test says, and checks after each event what must always hold.</summary>
internal sealed class GroupDriver
{
    private static readonly Standing AtRest = new(CanAnswer: false, IsAlive: false, IsGone: false);
    private readonly Dictionary<Seat, Standing> programs = [];
    private bool isScaledDown;

    public GroupDriver(ProcessSpec spec)
    {
        Spec = spec;
        State = new GroupState { Members = [.. Enumerable.Range(1, spec.Instances).Select(instance => new Member(new Seat(instance)))] };
        foreach (var member in State.Members)
        {
            programs[member.Seat] = AtRest;
        }
    }

    public ProcessSpec Spec { get; set; }

    public GroupState State { get; private set; }

    /// <summary>The effects of the last event.</summary>
    public IReadOnlyList<GroupEffect> Effects { get; private set; } = [];

    /// <summary>How the replacements have ended so far.</summary>
    public List<GroupEffect.Settle> Settled { get; } = [];

    /// <summary>The programs there are.</summary>
    public IReadOnlyCollection<Seat> Programs => programs.Keys;

    public int Answering => State.Members.Count(member => member.CanAnswer);

    public static ProcessSpec Rolling(int instances = 1) => new()
    {
        Id = "web", Launch = Specs.Launch("web"), Instances = instances, Port = new PortSpec(), Replace = new ReplaceSpec { Mode = ReplaceMode.Rolling },
    };

    /// <summary>Lets all instances run and answer.</summary>
    public GroupDriver Running()
    {
        Do(new GroupEvent.Start("a test"));
        foreach (var member in State.Members)
        {
            Answers(member.Seat);
        }

        return this;
    }

    public void Answers(Seat seat) => Becomes(seat, new(CanAnswer: true, IsAlive: true, IsGone: false));

    public void Becomes(Seat seat, Standing standing)
    {
        if (programs.ContainsKey(seat))
        {
            programs[seat] = standing;
        }

        Do(new GroupEvent.Changed(seat, standing));
    }

    /// <summary>Lets everything that leaves end.</summary>
    public void LeaversEnd()
    {
        while (State.Leaving is [var leaver, ..])
        {
            Do(new GroupEvent.Drained(leaver.Seat));
            Becomes(leaver.Seat, AtRest with { IsGone = true });
        }
    }

    public void Do(GroupEvent happened)
    {
        var before = State;
        var (next, effects) = GroupMachine.Step(State, happened, Spec, new Now(TimeSpan.Zero, DateTimeOffset.UnixEpoch));
        (State, Effects) = (next, effects);
        isScaledDown = State.Leaving.Count > 0 && (isScaledDown || State.Members.Count < before.Members.Count);
        foreach (var effect in effects)
        {
            Note(effect);
        }

        Check(before, happened);
    }

    private void Note(GroupEffect effect)
    {
        switch (effect)
        {
            case GroupEffect.Open open:
                Assert.True(programs.TryAdd(open.Seat, AtRest), $"{open.Seat} is taken.");
                break;
            case GroupEffect.Close close:
                Assert.True(programs.Remove(close.Seat), $"{close.Seat} is empty.");
                break;
            case GroupEffect.Launch { Seat: var seat }:
                Assert.Contains(seat, programs.Keys);
                break;
            case GroupEffect.Renew { Seat: var seat }:
                Assert.Contains(seat, programs.Keys);
                break;
            case GroupEffect.End { Seat: var seat }:
                Assert.Contains(seat, programs.Keys);
                break;
            case GroupEffect.Drain { Seat: var seat }:
                Assert.Contains(seat, programs.Keys);
                break;
            case GroupEffect.Settle settle:
                Settled.Add(settle);
                break;
        }
    }

    private void Check(GroupState before, GroupEvent happened)
    {
        var members = State.Members.Select(member => member.Seat).ToList();
        Assert.Equal(Enumerable.Range(1, members.Count), members.Select(seat => seat.Instance));

        // Every program has an owner, and only one.
        var owned = members.Concat(State.Leaving.Select(leaver => leaver.Seat)).Concat(State.Replacement is { } replacement ? [replacement.New] : []).ToList();
        Assert.Equal(owned.Count, owned.Distinct().Count());
        Assert.Equal(owned.ToHashSet(), [.. programs.Keys]);

        // Never more than one beside the instances, apart from those that a smaller number leaves behind.
        Assert.True(isScaledDown || programs.Count <= Math.Max(State.Scaled ?? Spec.Instances, members.Count) + 1, $"{programs.Count} programs");

        // No decision takes away one that can answer; only what happens to a program, and those who want fewer, do.
        if (happened is not (GroupEvent.Changed or GroupEvent.Scale or GroupEvent.Configured))
        {
            Assert.True(Answering >= before.Members.Count(member => member.CanAnswer), $"{happened} has left {Answering} that can answer");
        }

        Assert.True(State.Pending.All(instance => instance <= Math.Max(members.Count, State.Members.Count)));
        Assert.False(State is { IsUp: true, IsAsleep: true });
    }
}
