using System.Text;
using ProcessProxy.Configuration;
using ProcessProxy.Configuration.Keys;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Supervision.Diagnosis;
using ProcessProxy.Supervision.Machine;

namespace ProcessProxy.Tests.Supervision.Machine;

/// <summary>The machine as a text: what each event leads to in each phase, asked of <see cref="ProcessMachine.Step"/> itself.</summary>
internal static class MachineTable
{
    private const long TooMuch = 1 << 30;
    private const string Survivor = "x (1)";
    private static readonly HealthCheckResult Good = new(default, true, 200, "answered 200", default);
    private static readonly HealthCheckResult Bad = new(default, false, 500, "answered 500", default);
    private static readonly ProcessIdentity Program = new("boot", 4711, 1, 1, "m");

    private static ProcessSpec Service { get; } = Specs.Process(healthCheck: Specs.HealthCheck(retries: 1) with { StartPeriod = TimeSpan.Zero }, maxMemory: 512 << 20);

    private static ProcessSpec WithPreStart { get; } = Service with { PreStart = new() { Command = new() { Command = "first" } } };

    /// <summary>A process in each place that the table tells apart.</summary>
    public static IEnumerable<MachineDriver> Places => Services().Concat(Jobs()).Select(place => place.At);

    /// <summary>All of it.</summary>
    public static string Write()
    {
        var text = new StringBuilder();
        text.Append("What each event leads to in each phase: the phase after it, and what is to be done.\n");
        foreach (var (name, at) in Services())
        {
            Section(text, name, at, Events(at.State.Generation));
        }

        foreach (var (name, at) in Jobs())
        {
            Section(text, name, at, JobEvents(at.State.Generation));
        }

        return text.ToString();
    }

    /// <summary>Every kind of event, with what makes a difference.</summary>
    public static IReadOnlyList<(string Name, MachineEvent Event)> Events(long generation) =>
    [
        ("Start", new MachineEvent.Start("x")),
        ("Restart", new MachineEvent.Restart("x")),
        ("Restart, dependency down", new MachineEvent.Restart("x", "waits for db")),
        ("Stop", new MachineEvent.Stop("x", ByOperator: true)),
        ("Stop, by the server", new MachineEvent.Stop("x", ByOperator: false)),
        ("Enable", new MachineEvent.Enable("x")),
        ("Relaunch", new MachineEvent.Relaunch("x")),
        ("PolicyChanged", new MachineEvent.PolicyChanged()),
        ("PolicyChanged, preStart", new MachineEvent.PolicyChanged(PreStart: true)),
        ("Announced, a start", new MachineEvent.Announced(new MachineEvent.Start("x"))),
        ("Announced, news", new MachineEvent.Announced(new MachineEvent.ClockChecked())),
        ("Adopted", new MachineEvent.Adopted(Program, TimeSpan.FromSeconds(1), default)),
        ("FoundDead", new MachineEvent.FoundDead(Program)),
        ("FoundNothing", new MachineEvent.FoundNothing()),
        ("NotVerifiable", new MachineEvent.NotVerifiable("cannot be told")),
        ("DependenciesReady", new MachineEvent.DependenciesReady(generation)),
        ("DependencyBlocked", new MachineEvent.DependencyBlocked(generation, "waits for db, which is stopped")),
        ("Prepared", new MachineEvent.Prepared(generation, null, LaunchFault.PreStart, [])),
        ("Prepared, badly", new MachineEvent.Prepared(generation, "Its preStart failed.", LaunchFault.PreStart, [])),
        ("Prepared, not all ended", new MachineEvent.Prepared(generation, null, LaunchFault.PreStart, [Survivor])),
        ("Launched", new MachineEvent.Launched(generation, Program)),
        ("LaunchFailed", new MachineEvent.LaunchFailed(generation, "There is no such program.")),
        ("LaunchFailed, no room", new MachineEvent.LaunchFailed(generation, "Too many open files.", LaunchFault.NoRoom)),
        ("Exited", new MachineEvent.Exited(generation, new ProcessExit(1, null, default))),
        ("StopCommandFailed", new MachineEvent.StopCommandFailed(generation, "its stopCommand failed")),
        ("TreeEnded", new MachineEvent.TreeEnded(generation, [])),
        ("TreeEnded, not all of it", new MachineEvent.TreeEnded(generation, [Survivor])),
        ("RestartDue", new MachineEvent.RestartDue(generation)),
        ("Lasted", new MachineEvent.Lasted(generation)),
        ("Probed, well", new MachineEvent.Probed(generation, Good)),
        ("Probed, unhealthy", new MachineEvent.Probed(generation, Bad)),
        ("Probed, dependency down", new MachineEvent.Probed(generation, Bad, "waits for db, which is stopped")),
        ("Measured, too much", new MachineEvent.Measured(generation, TooMuch)),
        .. JobEvents(generation).Where(one => one.Event is not MachineEvent.Exited),
    ];

    private static IReadOnlyList<(string Name, MachineEvent Event)> JobEvents(long generation) =>
    [
        ("Activate", new MachineEvent.Activate("x")),
        ("ClockChecked", new MachineEvent.ClockChecked()),
        ("Overran", new MachineEvent.Overran(generation)),
        ("Exited, well", new MachineEvent.Exited(generation, new ProcessExit(0, null, default))),
        ("Exited, badly", new MachineEvent.Exited(generation, new ProcessExit(1, null, default))),
    ];

    private static IEnumerable<(string Name, MachineDriver At)> Services()
    {
        yield return ("Stopped", Driver());
        yield return ("Stopped, with dependencies", Driver(Service with { DependsOn = ["db"] }));
        yield return ("Waiting", Driver(Service with { DependsOn = ["db"] }).Start());
        yield return ("Launching", Driver().Start());
        yield return ("Launching, called off", Driver().Start().Stop());
        yield return ("Launching, preStart runs", Driver(WithPreStart).Start());
        yield return ("Launching, preStart called off", Driver(WithPreStart).Start().Stop());
        yield return ("Launching, preStart is to run again", Driver(WithPreStart).Start().Relaunch());
        yield return ("Running", LargeRun(Service));
        yield return ("Running, no restart left", LargeRun(Service with { Restart = Service.Restart with { Max = 0 } }));
        yield return ("Running, restartOnExit false", LargeRun(Service with { Restart = Service.Restart with { OnExit = RestartCondition.Never } }));
        yield return ("Running, restartDelay 0", LargeRun(Service with { Restart = Service.Restart with { Delay = TimeSpan.Zero } }));
        yield return ("Stopping, then stopped", Driver().Run().Stop());
        yield return ("Stopping, then started", Driver().Run().Restart());
        yield return ("Stopping, then backoff", Driver().Run().Probed(ok: false));
        yield return ("Stopping, then failed", Driver(Service with { Restart = Service.Restart with { Max = 0 } }).Run().Exited());
        yield return ("Backoff, not cleared", Driver().Run().Exited());
        yield return ("Backoff, not cleared and due", Driver().Run().Exited().RestartDue());
        yield return ("Backoff, cleared", Driver().Run().Crash());
        yield return ("Failed", Driver(Service with { Restart = Service.Restart with { Max = 0 } }).Run().Crash());
        yield return ("Failed, unsettled", Driver().Run().Stop().TreeEnded(Survivor));
    }

    private static IEnumerable<(string Name, MachineDriver At)> Jobs()
    {
        foreach (var overlap in Enum.GetValues<OverlapAction>())
        {
            var spec = Specs.Job("* * * * *", overlap: overlap, maxDuration: 1);
            yield return ($"A job at its time, overlap {ProcessKeys.Overlaps.Show(overlap)}, Stopped", AtItsTime(Driver(spec).Activate()));
            yield return ($"A job at its time, overlap {ProcessKeys.Overlaps.Show(overlap)}, Launching", AtItsTime(Driver(spec).Activate().Start()));
            yield return ($"A job at its time, overlap {ProcessKeys.Overlaps.Show(overlap)}, preStart runs", AtItsTime(Driver(spec with { PreStart = WithPreStart.PreStart }).Activate().Start()));
            yield return ($"A job at its time, overlap {ProcessKeys.Overlaps.Show(overlap)}, Running", AtItsTime(Driver(spec).Activate().Run()));
            yield return ($"A job at its time, overlap {ProcessKeys.Overlaps.Show(overlap)}, Stopping", AtItsTime(Driver(spec).Activate().Run().Exited()));
            yield return ($"A job at its time, overlap {ProcessKeys.Overlaps.Show(overlap)}, Failed", AtItsTime(Driver(spec).Activate().Run().Crash()));
        }

        yield return ("A job with restartOnExit at its time, Backoff", AtItsTime(Driver(Specs.Job("* * * * *", retries: true)).Activate().Run().Crash()));
        yield return ("A job between its times, Stopped", Driver(Specs.Job()).Activate());
        yield return ("A job that was stopped, Stopped", AtItsTime(Driver(Specs.Job("* * * * *")).Activate().Stop()));
    }

    private static MachineDriver Driver(ProcessSpec? spec = null) => new(spec ?? Service);

    /// <summary>One whose next measurement decides.</summary>
    private static MachineDriver LargeRun(ProcessSpec spec) => Driver(spec).Run().Measured(TooMuch).Measured(TooMuch);

    private static MachineDriver AtItsTime(MachineDriver job) => job.Pass(TimeSpan.FromSeconds(61));

    private static void Section(StringBuilder text, string name, MachineDriver at, IReadOnlyList<(string Name, MachineEvent Event)> events)
    {
        text.Append('\n').Append(name).Append('\n');
        var nothing = new List<string>();
        foreach (var (label, happened) in events)
        {
            var (next, effects) = at.Try(happened);
            if (next == at.State && effects.Count == 0)
            {
                nothing.Add(label);
            }
            else
            {
                var done = string.Join(", ", effects.Select(effect => effect.GetType().Name));
                text.Append($"  {label,-26} {next.Phase,-10} {done}".TrimEnd()).Append('\n');
            }
        }

        text.Append(Wrapped("nothing changes: ", nothing));
    }

    private static string Wrapped(string first, IReadOnlyList<string> items)
    {
        var text = new StringBuilder();
        var line = "  " + first;
        foreach (var item in items.Select((item, index) => index < items.Count - 1 ? item + "; " : item))
        {
            if (line.Length + item.Length > 130)
            {
                text.Append(line.TrimEnd()).Append('\n');
                line = "      ";
            }

            line += item;
        }

        return items.Count == 0 ? "" : text.Append(line.TrimEnd()).Append('\n').ToString();
    }
}
