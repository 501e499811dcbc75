using ProcessProxy.Configuration;

namespace ProcessProxy.Supervision.Groups;

/// <summary>The state of a group while one event is handled, and the effects so far.</summary>
internal sealed class GroupDraft(GroupState state, ProcessSpec spec)
{
    private const string ByCount = "a change of the number of instances";
    private readonly List<GroupEffect> effects = [];

    /// <summary>Gets or sets the state.</summary>
    public GroupState State { get; set; } = state;

    /// <summary>Gets the effects, in order.</summary>
    public IReadOnlyList<GroupEffect> Effects => effects;

    private int Count => State.Scaled ?? spec.Instances;

    /// <summary>Replaces what is known about an instance.</summary>
    public void Put(Member member) => State = State with { Members = [.. State.Members.Select(other => other.Seat == member.Seat ? member : other)] };

    /// <summary>Decides that the instances should run.</summary>
    public void WakeUp()
    {
        if (!State.IsUp)
        {
            effects.Add(new GroupEffect.WakeDependencies());
        }

        State = State with { IsUp = true, IsAsleep = false };
    }

    /// <summary>Starts the programs of all instances.</summary>
    public void LaunchAll(string by)
    {
        effects.AddRange(State.Members.Select(member => new GroupEffect.Launch(member.Seat, by)));
        State = State with { Members = [.. State.Members.Select(member => member with { IsAlive = true })] };
    }

    /// <summary>Stops all instances until a request arrives.</summary>
    public void FallAsleep()
    {
        State = State with { IsUp = false, IsAsleep = true };
        effects.AddRange(State.Members.Select(member => new GroupEffect.End(member.Seat, "the server, because no request came")));
    }

    /// <summary>Launches all programs in another way at once: those that run are stopped first.</summary>
    public void RenewAll(string by)
    {
        effects.AddRange(State.Members.Select(member => new GroupEffect.Renew(member.Seat, by)));
        State = State with { Members = [.. State.Members.Select(member => member with { IsOutdated = false })], Failure = null };
    }

    /// <summary>Asks for a replacement of these instances, in addition to what is under way.</summary>
    public void Request(string by, IEnumerable<int> instances)
    {
        var added = instances.Where(instance => !State.Round.Contains(instance)).ToList();
        State = State with
        {
            By = State.IsReplacing ? State.By : by,
            Round = [.. State.Round, .. added],
            Pending = [.. State.Pending, .. added],
        };
    }

    /// <summary>Asks for a replacement of all instances by another configuration. One under way is abandoned.</summary>
    public void Begin(string by)
    {
        Abandon("a newer change of its configuration");
        ValueList<int> all = [.. State.Members.Select(member => member.Seat.Instance)];
        State = State with
        {
            Members = [.. State.Members.Select(member => member with { IsOutdated = true })], By = by, Round = all, Pending = all,
        };
    }

    /// <summary>Ends the replacement, if there is one, and everything that no longer serves.</summary>
    public void CallOff(string refusal, string by)
    {
        if (State.IsReplacing)
        {
            Abandon(by);
            State = State with { Pending = [], Round = [] };
            effects.Add(new GroupEffect.Settle(refusal));
        }

        foreach (var leaver in State.Leaving)
        {
            EndLeaver(leaver.Seat);
        }
    }

    /// <summary>Ends a program that has drained.</summary>
    public void EndLeaver(Seat seat)
    {
        if (State.Leaving.FirstOrDefault(leaver => leaver.Seat == seat && leaver.IsDraining) is { } drained)
        {
            State = State with { Leaving = [.. State.Leaving.Select(leaver => leaver == drained ? leaver with { IsDraining = false } : leaver)] };
            effects.Add(new GroupEffect.End(seat, drained.By));
        }
    }

    /// <summary>Handles that nothing of a program that leaves is left.</summary>
    public void Release(Seat seat)
    {
        if (State.Leaving.Any(leaver => leaver.Seat == seat))
        {
            State = State with { Leaving = [.. State.Leaving.Where(leaver => leaver.Seat != seat)] };
            effects.Add(new GroupEffect.Close(seat));
        }
    }

    /// <summary>Handles that the new program can answer.</summary>
    public void NoteReady(bool mustProve)
    {
        State = State with { Replacement = State.Replacement! with { CanAnswer = true } };
        if (mustProve)
        {
            effects.Add(new GroupEffect.AwaitProof(State.Number));
        }
        else
        {
            TakeOver();
        }
    }

    /// <summary>Lets the new program serve, and the old one drain.</summary>
    public void TakeOver()
    {
        var next = State.Replacement!.New;
        State = State with
        {
            Members = [.. State.Members.Select(member => member.Seat == next.Other ? new Member(next) { CanAnswer = true, IsAlive = true } : member)],
            Leaving = [.. State.Leaving, new Leaver(next.Other, IsDraining: true, $"its replacement, which was requested by {State.By}")],
            Replacement = null,
        };
        effects.Add(new GroupEffect.TakeOver(next, next.Other));
        effects.Add(new GroupEffect.Drain(next.Other));
    }

    /// <summary>Ends the new program, and leaves everything else as it was.</summary>
    public void Fail(string why, DateTimeOffset now)
    {
        var undone = State.Pending.Append(State.Replacement!.New.Instance).ToHashSet();
        Abandon("the failure of the replacement");
        State = State with
        {
            Members = [.. State.Members.Select(member => undone.Contains(member.Seat.Instance) ? member with { IsOutdated = true } : member)],
            Pending = [], Round = [], Failure = new ReplacementFailure(now, why),
        };
        effects.Add(new GroupEffect.Settle(why, IsFailure: true));
    }

    /// <summary>Removes the instances that are too many.</summary>
    public void RemoveSurplus()
    {
        while (State.Members.Count > Count)
        {
            Remove(State.Members[^1].Seat);
        }
    }

    /// <summary>Does what can be done now: adds and removes instances, and begins the next replacement.</summary>
    public void Advance()
    {
        RemoveSurplus();

        // The names of an instance are free when nothing of it is left.
        while (State.Members.Count < Count && !State.Leaving.Any(leaver => leaver.Seat.Instance == State.Members.Count + 1))
        {
            Add(new Seat(State.Members.Count + 1));
        }

        while (State is { Replacement: null, Pending.Count: > 0, Leaving.Count: 0 })
        {
            var instance = State.Pending[0];
            State = State with { Pending = [.. State.Pending.Skip(1)] };
            ReplaceNext(State.Members[instance - 1]);
        }

        if (State is { IsReplacing: false, Round.Count: > 0 })
        {
            State = State with { Round = [], Failure = null };
            effects.Add(new GroupEffect.Settle());
        }
    }

    private void ReplaceNext(Member member)
    {
        if (!member.IsAlive)
        {
            Put(member with { IsOutdated = false });
            effects.Add(new GroupEffect.Renew(member.Seat, State.By));
            return;
        }

        var next = member.Seat.Other;
        State = State with { Number = State.Number + 1, Replacement = new Replacement(next) };
        effects.Add(new GroupEffect.Open(next, IsNew: true));
        effects.Add(new GroupEffect.Launch(next, State.By));
        effects.Add(new GroupEffect.AwaitReady(State.Number));
    }

    private void Add(Seat seat)
    {
        State = State with { Members = [.. State.Members, new Member(seat) { IsAlive = State.IsUp }] };
        effects.Add(new GroupEffect.Open(seat, IsNew: false));
        if (State.IsUp)
        {
            effects.Add(new GroupEffect.Launch(seat, ByCount));
        }
    }

    private void Remove(Seat seat)
    {
        if (State.Replacement?.New.Instance == seat.Instance)
        {
            Abandon(ByCount);
        }

        State = State with
        {
            Members = [.. State.Members.Where(member => member.Seat != seat)],
            Leaving = [.. State.Leaving, new Leaver(seat, IsDraining: true, ByCount)],
            Pending = [.. State.Pending.Where(instance => instance != seat.Instance)],
            Round = [.. State.Round.Where(instance => instance != seat.Instance)],
        };
        effects.Add(new GroupEffect.Drain(seat));
    }

    private void Abandon(string by)
    {
        if (State.Replacement is { New: var next })
        {
            State = State with { Replacement = null, Leaving = [.. State.Leaving, new Leaver(next, IsDraining: false, by)] };
            effects.Add(new GroupEffect.End(next, by));
        }
    }
}
