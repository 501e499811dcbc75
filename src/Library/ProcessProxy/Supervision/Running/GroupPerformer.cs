using System.Diagnostics;
using ProcessProxy.Configuration;
using ProcessProxy.Configuration.Keys.Kinds;
using ProcessProxy.Logs;
using ProcessProxy.Platform.FailPoints;
using ProcessProxy.Supervision.Groups;
using ProcessProxy.Supervision.Machine;
using ProcessProxy.Supervision.Services;

namespace ProcessProxy.Supervision.Running;

/// <summary>Why a replacement did not happen.</summary>
/// <param name="Sentence">The reason, as the rest of a sentence, with the last lines of the new program.</param>
/// <param name="IsFailure">Whether the new program has failed.</param>
internal sealed record ReplacementRefusal(string Sentence, bool IsFailure);

/// <summary>Executes the effects of a group, and owns its programs.</summary>
/// <param name="id">The process.</param>
/// <param name="services">The services that all runners share.</param>
/// <param name="begin">Completes when the runners must begin.</param>
/// <param name="startedBy">The origin of a start, in words.</param>
/// <param name="changed">Called when a program has changed. Must be fast.</param>
/// <param name="post">Receives events.</param>
internal sealed class GroupPerformer(
    string id, RunnerServices services, Task begin, string startedBy, Action changed, Func<GroupEvent, ValueTask> post) : IAsyncDisposable
{
    private const int LinesShown = 5;
    private readonly List<TaskCompletionSource<ReplacementRefusal?>> waiters = [];
    private volatile IReadOnlyList<GroupSeat> seats = [];
    private ITimer? timer;
    private Task settling = Task.CompletedTask;

    /// <summary>Gets the programs.</summary>
    public IReadOnlyList<GroupSeat> Seats => seats;

    /// <summary>Returns the program in a seat; null if there is none.</summary>
    public GroupSeat? At(Seat place) => seats.FirstOrDefault(seat => seat.Place == place);

    /// <summary>Returns the log of an instance; null if it has no program yet.</summary>
    public LogSource? LogOf(Seat place)
    {
        // A new program that was chosen to serve takes the names of the old one a moment later.
        var role = (At(place) is { Role.IsNext: false } serving ? serving : At(place.Other) ?? At(place))?.Role;
        return role is null ? null : new LogSource(place.Instance, role.Key, role.With(null).Launch.Log);
    }

    /// <summary>Supervises a program.</summary>
    /// <param name="place">Its seat.</param>
    /// <param name="spec">The process.</param>
    /// <param name="isNext">Whether another program of the instance serves.</param>
    /// <param name="startsItself">Whether it starts without a command.</param>
    /// <param name="existing">The runner that supervises it already; null for a new one.</param>
    public void Add(Seat place, ProcessSpec spec, bool isNext, bool startsItself, ProcessRunner? existing = null)
    {
        var seat = new GroupSeat(place, Role(place, spec, isNext, startsItself), services, changed, OthersGoOn);
        if (existing is not null)
        {
            seat.Runner = existing;
            seat.Publish(new RunnerNews(existing.Info, existing.State, existing.Spec, existing.Recovered.IsCompleted));
            seat.Work = existing.RenameAsync(seat.Role, seat);
        }
        else
        {
            seat.Runner = new ProcessRunner(seat.Role, seat, services, begin, startedBy);
        }

        seats = [.. seats, seat];
    }

    /// <summary>Returns how the replacement that is under way, or about to begin, will end; null for a success.</summary>
    public Task<ReplacementRefusal?> Outcome()
    {
        var waiter = new TaskCompletionSource<ReplacementRefusal?>(TaskCreationOptions.RunContinuationsAsynchronously);
        waiters.Add(waiter);
        return waiter.Task;
    }

    /// <summary>Tells those who wait that nobody supervises the process anymore.</summary>
    public void Abandon() => Complete([.. waiters], new("the server is going down or its configuration changed", IsFailure: false));

    /// <summary>Waits until every program is at rest or running, and those that leave have ended.</summary>
    public Task SettledAsync() => Task.WhenAll(seats.Select(seat => seat.IsLeaving ? seat.Gone : seat.SettledAsync()));

    /// <summary>Stops every program.</summary>
    public Task StopAllAsync(string by)
    {
        NoteEnd(seats);
        return Task.WhenAll(seats.Select(seat => seat.Runner.StopAsync(by, CancellationToken.None)));
    }

    /// <summary>Sends a command to the programs of some instances, and waits until it is complete.</summary>
    public Task CommandAsync(IReadOnlyList<Member> members, CommandKind kind, string by)
    {
        List<GroupSeat> commanded = [.. members.Select(member => At(member.Seat)!)];
        if (kind != CommandKind.Start)
        {
            NoteEnd(commanded);
        }

        return Task.WhenAll(commanded.Select(seat => seat.Runner.CommandAsync(kind, by, CancellationToken.None)));
    }

    /// <summary>Notes which programs end by these effects, before the first of them does.</summary>
    public void Announce(IReadOnlyList<GroupEffect> effects) => NoteEnd(
        effects.Select(effect => effect switch
        {
            GroupEffect.End end => At(end.Seat),
            GroupEffect.Renew renew => At(renew.Seat),
            _ => null,
        }).OfType<GroupSeat>());

    /// <summary>Gives the programs another configuration that does not change their launch.</summary>
    public Task ConfigureAsync(GroupState state, ProcessSpec process, MachineEvent? then, bool startsItself) => then is null
        ? Task.CompletedTask
        : Task.WhenAll(state.Members.Select(member =>
        {
            var seat = At(member.Seat)!;
            var old = seat.Role.Process;

            // What has survived a failed replacement is launched again as it was.
            var kept = member.IsOutdated ? process with { Launch = old.Launch, Port = old.Port, PreStart = old.PreStart } : process;
            seat.Role = Role(member.Seat, kept, isNext: false, startsItself);
            return seat.Runner.ConfigureAsync(seat.Role, then, CancellationToken.None);
        }));

    /// <summary>Executes one effect.</summary>
    public async Task PerformAsync(GroupEffect effect, ProcessSpec spec, bool startsItself)
    {
        switch (effect)
        {
            case GroupEffect.Open open:
                Add(open.Seat, open.IsNew ? Once(spec) : spec, open.IsNew, startsItself: false);
                break;
            case GroupEffect.Launch launch:
                await At(launch.Seat)!.Runner.PostAsync(new MachineEvent.Start(launch.By)).ConfigureAwait(true);
                break;
            case GroupEffect.Renew renew:
                var renewed = At(renew.Seat)!;
                renewed.Role = Role(renew.Seat, spec, isNext: false, startsItself);
                renewed.Work = renewed.Runner.ConfigureAsync(renewed.Role, new MachineEvent.Relaunch(renew.By), CancellationToken.None);
                break;
            case GroupEffect.AwaitReady ready:
                SetTimer(spec.Replace.Timeout, () => new GroupEvent.TimedOut(ready.Number, WhyNotReady(spec)));
                break;
            case GroupEffect.AwaitProof proof:
                SetTimer(spec.Replace.StableFor, () => new GroupEvent.Proved(proof.Number));
                break;
            case GroupEffect.TakeOver takeOver:
                await TakeOverAsync(takeOver, spec).ConfigureAwait(true);
                break;
            case GroupEffect.Drain drain:
                var drained = At(drain.Seat)!;
                drained.IsLeaving = true;
                drained.Work = DrainAsync(drained, spec.Replace.DrainTimeout);
                break;
            case GroupEffect.End end:
                var ended = At(end.Seat)!;
                ended.Work = EndAsync(ended, end.By);
                break;
            case GroupEffect.Close close:
                await CloseAsync(At(close.Seat)!).ConfigureAwait(true);
                break;
            case GroupEffect.WakeDependencies:
                foreach (var dependency in spec.DependsOn)
                {
                    await services.Links.WakeAsync(dependency.Id).ConfigureAwait(true);
                }

                break;
            case GroupEffect.Settle settle:
                settling = SettleAsync(settling, settle, [.. waiters]);
                waiters.Clear();
                break;
            default:
                throw new UnreachableException($"Nobody knows how to do {effect}.");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        timer?.Dispose();
        await Task.WhenAll(seats.Select(seat => seat.DisposeAsync().AsTask())).ConfigureAwait(false);
        await settling.ConfigureAwait(false);
    }

    private static InstanceRole Role(Seat place, ProcessSpec spec, bool isNext, bool startsItself) =>
        new(InstanceSpec.KeyOf(spec.Id, place.Instance, place.IsSecond), spec, place.Instance, isNext, startsItself);

    /// <summary>A program that does not serve is not started again when it ends.</summary>
    private static ProcessSpec Once(ProcessSpec spec) => spec with { Restart = spec.Restart with { OnExit = RestartCondition.Never } };

    private static string InWords(TimeSpan time) => Units.Duration((long)time.TotalMilliseconds);

    private static void NoteEnd(IEnumerable<GroupSeat> ending)
    {
        foreach (var seat in ending)
        {
            seat.NoteEnd();
        }
    }

    private bool OthersGoOn(Seat place) => seats.Any(seat => seat.Place != place && seat.GoesOn);

    private void SetTimer(TimeSpan delay, Func<GroupEvent> news)
    {
        timer?.Dispose();
        timer = services.Time.CreateTimer(_ => _ = post(news()).AsTask(), null, delay, Timeout.InfiniteTimeSpan);
    }

    private string WhyNotReady(ProcessSpec spec)
    {
        var why = seats.FirstOrDefault(seat => seat is { Role.IsNext: true, IsLeaving: false })?.WhyNotReady() ?? "did not become ready";
        return $"{why} within {InWords(spec.Replace.Timeout)} (replaceTimeout)";
    }

    /// <summary>Gives the new program the names of its instance. The old one gets those beside them first, so that no name is used twice.</summary>
    private async Task TakeOverAsync(GroupEffect.TakeOver takeOver, ProcessSpec spec)
    {
        timer?.Dispose();
        FailPoint.Pass("take-over");
        var (next, old) = (At(takeOver.New)!, At(takeOver.Old)!);
        var log = InstanceSpec.Of(spec, next.Place.Instance, null, isNext: false).Launch.Log;
        var left = services.TakeOverLog(next.Role.Key, old.Role.Key, log);
        next.Role = next.Role with { Process = spec, IsNext = false };
        old.Role = old.Role with { Process = Once(old.Role.Process), IsNext = true, LeavingLog = left };
        await old.Runner.RenameAsync(old.Role).ConfigureAwait(true);
        FailPoint.Pass("old-renamed");
        await next.Runner.RenameAsync(next.Role).ConfigureAwait(true);
        FailPoint.Pass("taken-over");
    }

    private async Task DrainAsync(GroupSeat seat, TimeSpan timeout)
    {
        var isOver = seat.Endpoint is not { } endpoint || await endpoint.DrainAsync(timeout, services.Time, CancellationToken.None).ConfigureAwait(false);
        if (!isOver)
        {
            Log.NotDrained(services.Logger, seat.Role.Key, InWords(timeout));
        }

        FailPoint.Pass("drained");
        await post(new GroupEvent.Drained(seat.Place)).ConfigureAwait(false);
    }

    private async Task EndAsync(GroupSeat seat, string by)
    {
        seat.IsLeaving = seat.IsLeaving || seat.Role.IsNext;
        try
        {
            await seat.Runner.StopAsync(by, CancellationToken.None).ConfigureAwait(false);
        }
        catch (ProcessProxyException survived)
        {
            // It could not be ended; its record is kept for the next server.
            Log.NotEnded(services.Logger, seat.Role.Key, survived.Message);
        }

        FailPoint.Pass("ended");
        seat.HasEnded = true;
        changed();
    }

    private async Task CloseAsync(GroupSeat seat)
    {
        seats = [.. seats.Where(other => other != seat)];
        await seat.DisposeAsync().ConfigureAwait(true);
        if (!seat.Latest.State.IsUnsettled)
        {
            services.Store.Delete(seat.Role.Key);
        }

        services.LeaveLog(seat.Role.Key);
        services.Counters.Remove(seat.Role.Key);
        seat.NoteGone();
    }

    /// <summary>Tells those who wait how the replacement has ended; after a failure, with the last lines of the new program.</summary>
    private async Task SettleAsync(Task before, GroupEffect.Settle settle, IReadOnlyList<TaskCompletionSource<ReplacementRefusal?>> waiting)
    {
        var failed = settle.IsFailure ? seats.FirstOrDefault(seat => seat is { IsLeaving: true, Role.IsNext: true }) : null;
        await before.ConfigureAwait(false);
        if (failed is null)
        {
            Complete(waiting, settle.Refusal is { } refusal ? new($"{refusal}.", settle.IsFailure) : null);
            return;
        }

        Log.ReplacementFailed(services.Logger, id, settle.Refusal!);
        await failed.Work.ConfigureAwait(false);
        var lines = await services.LastLines(failed.Role.Key, failed.Latest.Spec.Launch.Log, failed.Latest.State.Exits.FirstOrDefault()?.Output, LinesShown).ConfigureAwait(false);
        var said = lines.Count == 0 ? "It has written nothing." : $"Its last lines: {string.Join(" | ", lines)}";
        Complete(waiting, new($"the new program {settle.Refusal}. {said}", IsFailure: true));
    }

    private static void Complete(IReadOnlyList<TaskCompletionSource<ReplacementRefusal?>> waiting, ReplacementRefusal? refusal)
    {
        foreach (var waiter in waiting)
        {
            waiter.TrySetResult(refusal);
        }
    }
}
