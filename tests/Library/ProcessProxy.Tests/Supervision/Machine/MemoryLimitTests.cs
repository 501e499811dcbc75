using ProcessProxy.Supervision.Machine;
using ProcessProxy.Supervision.Running;
using Xunit;

namespace ProcessProxy.Tests.Supervision.Machine;

/// <summary>What comes of a process that uses more memory than <c>maxMemory</c>.</summary>
public sealed class MemoryLimitTests
{
    private const long Limit = 512 << 20;
    private const long Above = 612 << 20;
    private readonly MachineDriver machine = new(Specs.Process(maxMemory: Limit, maxRestarts: 2));

    [Fact]
    public void What_stays_above_its_limit_is_restarted_after_its_delay_and_told_why()
    {
        machine.Run().Measured(Above).Measured(Above);
        Assert.Equal(Phase.Running, machine.State.Phase);

        machine.Measured(Above);
        Assert.Equal(Phase.Stopping, machine.State.Phase);
        Assert.Contains(new MachineEffect.EndTree(1, Thorough: true), machine.Effects);
        Assert.Equal("used too much memory: 612 MB, above its limit of 512 MB (maxMemory)", machine.State.Reason);

        machine.Exited(0).TreeEnded();
        Assert.True(Assert.Single(machine.State.Exits).IsOverLimit);
        Assert.Equal((Phase.Backoff, 1), (machine.State.Phase, machine.State.Failures));
        Assert.Contains(new MachineEffect.SetRestartTimer(1, TimeSpan.FromSeconds(2)), machine.Effects);
        Assert.Contains("612 MB", machine.State.Reason, StringComparison.Ordinal);

        machine.RestartDue().Launched();
        Assert.Equal((Phase.Running, 0), (machine.State.Phase, machine.State.Run!.AboveMemory));
    }

    [Fact]
    public void A_peak_is_no_leak()
    {
        machine.Run();
        for (var i = 0; i < 10; i++)
        {
            machine.Measured(Above).Measured(Above).Measured(Limit);
        }

        Assert.Equal(Phase.Running, machine.State.Phase);
    }

    [Fact]
    public void What_leaks_slowly_is_restarted_each_time()
    {
        machine.Run();
        for (var i = 0; i < 10; i++)
        {
            machine.Lasted().Measured(Above).Measured(Above).Measured(Above).Exited(0).TreeEnded().RestartDue().Launched();
            Assert.Equal((Phase.Running, 1), (machine.State.Phase, machine.State.Failures));
        }
    }

    [Fact]
    public void What_is_above_it_from_the_start_spends_its_restarts_and_is_then_left_running()
    {
        machine.Run();
        for (var i = 0; i < 2; i++)
        {
            machine.Measured(Above).Measured(Above).Measured(Above).Exited(0).TreeEnded().RestartDue().Launched();
        }

        machine.Measured(Above).Measured(Above).Measured(Above);
        Assert.Equal(Phase.Running, machine.State.Phase);
        Assert.Equal(
            "uses too much memory, 612 MB, above its limit of 512 MB (maxMemory), and is left running, as no restart is left (maxRestarts 2)",
            machine.State.Reason);

        // It is judged once, not at each measurement; and again after it has been below.
        machine.Pass(machine.Spec.Restart.ResetAfter).Lasted().Measured(Above).Measured(Above).Measured(Above).Measured(Above);
        Assert.Equal(Phase.Running, machine.State.Phase);
        machine.Measured(0).Measured(Above).Measured(Above).Measured(Above);
        Assert.Equal(Phase.Stopping, machine.State.Phase);
    }

    [Fact]
    public void News_of_an_earlier_run_and_of_one_without_a_limit_change_nothing()
    {
        machine.Run();
        var running = machine.State;
        for (var i = 0; i < 5; i++)
        {
            machine.Send(new MachineEvent.Measured(machine.State.Generation - 1, Above));
        }

        Assert.Equal(running, machine.State);
        machine.Spec = Specs.Process();
        machine.Measured(long.MaxValue).Measured(long.MaxValue).Measured(long.MaxValue);
        Assert.Equal(running, machine.State);
    }

    [Fact]
    public void A_change_of_the_limit_begins_the_count_anew()
    {
        machine.Run().Measured(Above).Measured(Above);
        machine.Send(new MachineEvent.PolicyChanged()).Measured(Above);
        Assert.Equal((Phase.Running, 1), (machine.State.Phase, machine.State.Run!.AboveMemory));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_process_with_a_limit_is_measured_and_replaced_and_one_without_is_not()
    {
        using var bench = new Bench();
        bench.Host.Uses = tree => new ProcessProxy.Platform.Processes.TreeUsage(TimeSpan.Zero, tree == bench.Host.Children[0].Identity ? Above : 1, 1, 1, 1);
        var spec = Specs.Process(launch: bench.Launch("web"), maxMemory: Limit, restartDelay: 0);
        await using var runner = bench.Runner(spec);
        await runner.CommandAsync(CommandKind.Start, "a test", Bench.Cancelled);
        for (var i = 0; i < MemoryPolicy.Measurements; i++)
        {
            bench.Time.Advance(ProcessProxy.Resources.ResourceSampler.Interval);
            await bench.Services.Resources.Settled.WaitAsync(Bench.Cancelled);
            await bench.SettledAsync(runner, spec);
        }

        var replaced = await bench.UntilAsync("web", info => info.IsRunning && info.Pid == bench.Host.Children[^1].Identity.Pid && bench.Host.Children.Count == 2);
        Assert.Equal(1, replaced.RestartCount);
        await bench.Services.Resources.DisposeAsync();
    }
}
