using ProcessProxy.Configuration;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Supervision.Machine;
using Xunit;

namespace ProcessProxy.Tests.Supervision.Machine;

public sealed class MachineRandomWalkTests
{
    private static readonly PreStartSpec First = new() { Command = new() { Command = "first" } };
    private static readonly ProcessIdentity Program = new("boot", 4711, 1, 1, "m");

    /// <summary>What a look for an earlier run may find.</summary>
    private static readonly MachineEvent[] Found =
    [
        new MachineEvent.Adopted(Program, TimeSpan.FromSeconds(40), default), new MachineEvent.NotVerifiable("cannot be told"),
        new MachineEvent.FoundDead(Program), new MachineEvent.FoundDead(Program, new ProcessExit(0, null, default), IsCounted: true),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(11)]
    [InlineData(12)]
    public void A_hundred_thousand_random_events_break_no_invariant(int seed)
    {
        var random = new Random(seed);
        ProcessSpec[] specs =
        [
            Specs.Process(), Specs.Process(maxRestarts: 0), Specs.Process(restartDelay: 0, maxRestarts: 3), Specs.Process(onExit: false),
            Specs.Process(dependsOn: "db"), Specs.Process(healthCheck: Specs.HealthCheck(retries: 2), backoff: RestartBackoff.Exponential),
            Specs.Process(maxMemory: 512 << 20),
            Specs.Job("* * * * * *", maxDuration: 3000), Specs.Job("*/7 * * * * *", overlap: OverlapAction.Queue, retries: true, maxRestarts: 2),
            Specs.Job("*/2 * * * * *", overlap: OverlapAction.Kill), Specs.Job("* * * * *", enabled: false),
            Specs.Process() with { PreStart = First }, Specs.Job("*/2 * * * * *", overlap: OverlapAction.Kill) with { PreStart = First },
        ];
        var spec = specs[seed % specs.Length];
        var state = new ProcessState();
        var elapsed = TimeSpan.Zero;
        for (var i = 0; i < 100_000; i++)
        {
            // Mostly news of now, some of the past.
            var generation = random.Next(10) == 0 ? state.Generation - random.Next(1, 3) : state.Generation;
            MachineEvent[] events = [.. SampleEvents.Of(generation), .. Found];
            var happened = events[random.Next(events.Length)];
            if (random.Next(500) == 0)
            {
                spec = specs[random.Next(specs.Length)];
                happened = new MachineEvent.PolicyChanged();
            }

            elapsed += TimeSpan.FromMilliseconds(random.Next(5000));
            var (next, effects) = ProcessMachine.Step(state, happened, spec, new Now(elapsed, DateTimeOffset.UnixEpoch + elapsed));
            MachineInvariants.Check(state, next, effects, spec);
            state = next;
        }
    }

    /// <summary>A world that answers what it is asked, in any order: never two trees alive, and a wish is always reached.</summary>
    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(21)]
    [InlineData(22)]
    [InlineData(23)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(41)]
    [InlineData(42)]
    [InlineData(43)]
    public void In_a_world_that_answers_there_are_never_two_instances_and_every_wish_is_reached(int seed)
    {
        var random = new Random(seed);
        var spec = Specs.Process(restartDelay: seed % 2 == 0 ? 0 : 100, maxRestarts: 5);
        if (seed is > 20 and < 30 or > 40)
        {
            spec = Specs.Job("* * * * * *", overlap: (OverlapAction)((seed % 10) - 1), maxDuration: 1500, retries: seed == 22);
        }

        if (seed > 30)
        {
            spec = spec with { PreStart = First };
        }

        var clock = TimeSpan.FromSeconds(1);
        var state = new ProcessState();
        var pending = new List<MachineEvent>();
        var alive = new HashSet<long>();
        for (var i = 0; i < 50_000; i++)
        {
            MachineEvent? wish = random.Next(20) switch { 0 => new MachineEvent.Start("x"), 1 => new MachineEvent.Stop("x", true), 2 => new MachineEvent.Restart("x"), 3 => new MachineEvent.Relaunch("x"), _ => null };
            if (wish is not null)
            {
                Step(wish);
            }
            else if (random.Next(4) == 0)
            {
                clock += TimeSpan.FromMilliseconds(700);
                Step(random.Next(3) == 0 ? new MachineEvent.Overran(state.Generation) : new MachineEvent.ClockChecked());
            }
            else if (random.Next(4) == 0 && state.Phase == Phase.Running && !state.HasExited)
            {
                Step(new MachineEvent.Exited(state.Generation, new ProcessExit(1, null, default)));
            }
            else if (pending.Count > 0)
            {
                var index = random.Next(pending.Count);
                var next = pending[index];
                pending.RemoveAt(index);
                Step(next);
            }
        }

        Step(new MachineEvent.Stop("x", true));
        while (pending.Count > 0)
        {
            var next = pending[0];
            pending.RemoveAt(0);
            Step(next);
        }

        Assert.Equal(Phase.Stopped, state.Phase);
        Assert.Empty(alive);

        void Step(MachineEvent happened)
        {
            if (happened is MachineEvent.TreeEnded or MachineEvent.Prepared)
            {
                alive.Remove(((MachineEvent.Dated)happened).Generation);
            }

            var (next, effects) = ProcessMachine.Step(state, happened, spec, new Now(clock, DateTimeOffset.UnixEpoch + clock));
            MachineInvariants.Check(state, next, effects, spec);
            state = next;
            foreach (var effect in effects)
            {
                switch (effect)
                {
                    case MachineEffect.Prepare prepare:
                        Assert.Empty(alive);
                        alive.Add(prepare.Generation);
                        pending.Add(new MachineEvent.Prepared(prepare.Generation, random.Next(5) == 0 ? "no" : null, LaunchFault.PreStart, []));
                        break;
                    case MachineEffect.Launch launch when random.Next(5) == 0:
                        pending.Add(new MachineEvent.LaunchFailed(launch.Generation, "no", random.Next(2) == 0 ? LaunchFault.NoRoom : LaunchFault.Other));
                        break;
                    case MachineEffect.Launch launch:
                        Assert.Empty(alive);
                        alive.Add(launch.Generation);
                        pending.Add(new MachineEvent.Launched(launch.Generation, new ProcessIdentity("boot", 4711, 1, 1, "m")));
                        break;
                    case MachineEffect.EndTree end:
                        pending.Add(new MachineEvent.TreeEnded(end.Generation, []));
                        break;
                    case MachineEffect.SetRestartTimer timer:
                        pending.Add(new MachineEvent.RestartDue(timer.Generation));
                        break;
                }
            }
        }
    }
}
