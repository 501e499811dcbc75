using ProcessProxy.Configuration;
using ProcessProxy.Supervision.Machine;
using static ProcessProxy.Supervision.Groups.GroupEvent;

namespace ProcessProxy.Supervision.Groups;

/// <summary>
/// The decisions about a process with several programs as one pure function: which instances there are, who serves, who is launched beside it, and who drains.
/// The life of each program is decided by <see cref="ProcessMachine"/>.
/// </summary>
/// <remarks>There is never more than one program beside those of the instances, and never one less that can answer than before.</remarks>
internal static class GroupMachine
{
    /// <summary>Returns the result of <paramref name="happened"/>. Every event has a result in every state; many are "nothing".</summary>
    public static GroupTransition Step(GroupState state, GroupEvent happened, ProcessSpec spec, Now now)
    {
        var draft = new GroupDraft(state, spec);
        switch (happened)
        {
            case Start:
                draft.WakeUp();
                break;
            case Stop stop:
                draft.CallOff($"it was stopped by {stop.By}", stop.By);
                draft.State = stop.IsWhole ? draft.State with { IsUp = false, IsAsleep = false } : draft.State;
                break;
            case Replace replace:
                draft.Request(replace.By, replace.Instances);
                break;
            case Scale scale:
                draft.State = state with { Scaled = scale.Instances == spec.Instances ? null : scale.Instances };
                break;
            case Configured configured:
                Configure(draft, configured, spec);
                break;
            case Changed changed:
                Note(draft, changed, spec, now);
                break;
            case Drained drained:
                draft.EndLeaver(drained.Seat);
                break;
            case TimedOut late when late.Number == state.Number && state.Replacement is { CanAnswer: false }:
                draft.Fail(late.Why, now.Utc);
                break;
            case Proved proved when proved.Number == state.Number && state.Replacement is { CanAnswer: true }:
                draft.TakeOver();
                break;
            case Requested when state.IsAsleep:
                draft.WakeUp();
                draft.LaunchAll("a request");
                break;
            case Idle when state is { IsUp: true, IsReplacing: false, Leaving.Count: 0 }:
                draft.FallAsleep();
                break;
        }

        draft.Advance();
        return new(draft.State, draft.Effects);
    }

    private static void Configure(GroupDraft draft, Configured configured, ProcessSpec spec)
    {
        if (configured.IsCountChanged)
        {
            draft.State = draft.State with { Scaled = null };
        }

        if (!configured.IsLaunchChanged)
        {
            return;
        }

        if (spec.Replace.Mode == ReplaceMode.Rolling)
        {
            draft.Begin(configured.By);
        }
        else
        {
            draft.CallOff("its configuration has changed", configured.By);

            // Before: one that is removed must not be launched again, perhaps on the port of another.
            draft.RemoveSurplus();
            draft.RenewAll(configured.By);
        }
    }

    private static void Note(GroupDraft draft, Changed changed, ProcessSpec spec, Now now)
    {
        var (seat, standing) = changed;
        if (draft.State.At(seat) is { } member)
        {
            draft.Put(member with { CanAnswer = standing.CanAnswer, IsAlive = standing.IsAlive, IsOutdated = member.IsOutdated && !standing.IsCurrent });
        }
        else if (draft.State.Replacement is { } replacement && replacement.New == seat)
        {
            Judge(draft, replacement, standing, spec, now);
        }
        else if (standing.IsGone)
        {
            draft.Release(seat);
        }
    }

    /// <summary>Decides about a new program: it is ready, must prove itself, or has failed.</summary>
    private static void Judge(GroupDraft draft, Replacement replacement, Standing standing, ProcessSpec spec, Now now)
    {
        if (standing.Fault is { } fault)
        {
            draft.Fail(fault, now.Utc);
        }
        else if (replacement.CanAnswer && !standing.CanAnswer)
        {
            draft.Fail("could no longer answer", now.Utc);
        }
        else if (!replacement.CanAnswer && standing.CanAnswer)
        {
            draft.NoteReady(spec.Replace.StableFor > TimeSpan.Zero);
        }
    }
}
