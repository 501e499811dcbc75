using Microsoft.Extensions.Time.Testing;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Resources;
using ProcessProxy.Tests.Supervision;
using Xunit;

namespace ProcessProxy.Tests.Resources;

public sealed class ResourceSamplerTests : IAsyncDisposable
{
    private const int Patience = 30_000;
    private static readonly ProcessIdentity Run = new("boot", 4711, 7, 9, "web/1");
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2031, 3, 7, 11, 13, 17, TimeSpan.Zero));
    private readonly FakeProcessHost host = new();
    private readonly LogNotes notes = new();
    private readonly ResourceSampler sampler;
    private TimeSpan cpu = TimeSpan.FromSeconds(100);
    private long memory = 50 << 20;

    public ResourceSamplerTests()
    {
        sampler = new ResourceSampler(host, time, notes);
        host.Uses = tree => tree == Run ? new TreeUsage(cpu, memory, 5, 20, 2) : null;
    }

    public ValueTask DisposeAsync() => sampler.DisposeAsync();

    [Fact(Timeout = Patience)]
    public async Task While_nobody_looks_nothing_is_measured_and_nothing_is_set_to_be()
    {
        sampler.Begin("web", Run, report: null);
        time.Advance(TimeSpan.FromHours(1));
        Assert.False(sampler.IsWatching);

        await sampler.LookAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, host.Sweeps);
        Assert.True(sampler.IsWatching);

        // Each step is waited for, so that what it set in motion has come about.
        for (var second = 0; second < 70; second++)
        {
            await PassAsync(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        }

        Assert.False(sampler.IsWatching);
        Assert.InRange(host.Sweeps, 13, 15);
        var before = host.Sweeps;
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(before, host.Sweeps);
    }

    [Fact(Timeout = Patience)]
    public async Task Who_looks_sees_at_once_and_processor_time_a_second_later()
    {
        sampler.Begin("web", Run, report: null);
        await sampler.LookAsync(TestContext.Current.CancellationToken);
        Assert.Equal(new ResourceUse(time.GetUtcNow(), null, 50 << 20, 5, 20, 2), sampler.Latest("web"));

        cpu += TimeSpan.FromSeconds(0.25);
        await PassAsync(ResourceSampler.FirstInterval, TestContext.Current.CancellationToken);
        Assert.Equal(0.25, sampler.Latest("web")!.Cpu!.Value, 6);

        cpu += TimeSpan.FromSeconds(10);
        await PassAsync(ResourceSampler.Interval, TestContext.Current.CancellationToken);
        Assert.Equal(2, sampler.Latest("web")!.Cpu!.Value, 6);
    }

    [Fact(Timeout = Patience)]
    public async Task Measuring_that_takes_long_is_done_less_often()
    {
        // A quarter of a second, as with a thousand programs: half a percent of a processor is a sweep in fifty seconds.
        host.Uses = _ =>
        {
            time.Advance(TimeSpan.FromSeconds(0.25));
            cpu += TimeSpan.FromSeconds(1);
            return new TreeUsage(cpu, memory, 5, 20, 2);
        };
        sampler.Begin("web", Run, report: null);
        await sampler.LookAsync(TestContext.Current.CancellationToken);
        await sampler.Settled;
        for (var second = 0; second < 40; second++)
        {
            await PassAsync(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        }

        // The second one, for the processor time, was after 0.25 s / 2 %.
        Assert.Equal(2, host.Sweeps);
        for (var second = 0; second < 120; second++)
        {
            sampler.Look();
            await PassAsync(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        }

        Assert.InRange(host.Sweeps, 4, 5);
        Assert.NotNull(sampler.Latest("web")!.Cpu);
    }

    [Fact(Timeout = Patience)]
    public async Task Who_looks_again_soon_measures_nothing_anew()
    {
        sampler.Begin("web", Run, report: null);
        await sampler.LookAsync(TestContext.Current.CancellationToken);
        await PassAsync(ResourceSampler.FirstInterval, TestContext.Current.CancellationToken);
        for (var look = 0; look < 100; look++)
        {
            await sampler.LookAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(2, host.Sweeps);
    }

    [Fact(Timeout = Patience)]
    public async Task What_has_a_limit_is_measured_though_nobody_looks_and_told_each_time()
    {
        var told = new List<long>();
        sampler.Begin("web", Run, bytes =>
        {
            told.Add(bytes);
            return ValueTask.CompletedTask;
        });
        await PassAsync(ResourceSampler.FirstInterval, TestContext.Current.CancellationToken);
        memory = 70 << 20;
        await PassAsync(ResourceSampler.FirstInterval, TestContext.Current.CancellationToken);
        await PassAsync(ResourceSampler.Interval, TestContext.Current.CancellationToken);
        Assert.Equal([50 << 20, 70 << 20, 70 << 20], told);

        sampler.Tell("web", null);
        Assert.False(sampler.IsWatching);
    }

    [Fact(Timeout = Patience)]
    public async Task Who_does_not_take_what_it_is_told_is_not_told_more_and_holds_up_nobody()
    {
        var full = new TaskCompletionSource();
        var told = 0;
        sampler.Begin("web", Run, _ =>
        {
            told++;
            return new ValueTask(full.Task);
        });
        for (var i = 0; i < 5; i++)
        {
            await PassAsync(ResourceSampler.Interval, TestContext.Current.CancellationToken);
        }

        Assert.Equal((1, 5), (told, host.Sweeps));
        full.SetResult();
        await PassAsync(ResourceSampler.Interval, TestContext.Current.CancellationToken);
        Assert.Equal(2, told);
    }

    [Fact(Timeout = Patience)]
    public async Task Only_a_run_that_lives_is_shown_and_its_processor_time_goes_on_across_runs()
    {
        sampler.Begin("web", Run, report: null);
        await sampler.LookAsync(TestContext.Current.CancellationToken);
        sampler.End("web");
        Assert.Null(sampler.Latest("web"));
        Assert.False(sampler.IsWatching);

        cpu = TimeSpan.FromSeconds(3);
        sampler.Begin("web", Run, report: null);
        await PassAsync(ResourceSampler.FirstInterval, TestContext.Current.CancellationToken);
        await sampler.LookAsync(TestContext.Current.CancellationToken);
        Assert.NotNull(sampler.Latest("web"));
        Assert.Equal(TimeSpan.FromSeconds(103), sampler.CpuTime("web"));

        // What ends without anybody waiting for it takes its time along.
        cpu = TimeSpan.FromSeconds(2);
        await PassAsync(ResourceSampler.Interval, TestContext.Current.CancellationToken);
        Assert.Equal((TimeSpan.FromSeconds(103), 0d), (sampler.CpuTime("web"), sampler.Latest("web")!.Cpu));
    }

    [Fact(Timeout = Patience)]
    public async Task After_a_pause_there_is_no_share_that_would_tell_of_the_past()
    {
        sampler.Begin("web", Run, report: null);
        await sampler.LookAsync(TestContext.Current.CancellationToken);
        await PassAsync(ResourceSampler.FirstInterval, TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromHours(2));
        await sampler.LookAsync(TestContext.Current.CancellationToken);
        await PassAsync(TimeSpan.Zero, TestContext.Current.CancellationToken);
        Assert.Null(sampler.Latest("web")!.Cpu);
    }

    [Fact(Timeout = Patience)]
    public async Task The_history_is_that_of_the_last_hour_oldest_first()
    {
        sampler.Begin("web", Run, _ => ValueTask.CompletedTask);
        for (var i = 0; i < 1500; i++)
        {
            memory = i;
            await PassAsync(ResourceSampler.Interval, TestContext.Current.CancellationToken);
        }

        var history = sampler.History("web");
        Assert.Equal(("web", ResourceSampler.Interval), (history.ProcessId, history.Interval));
        Assert.InRange(history.Samples.Count, 719, 721);
        Assert.Equal(1499, history.Samples[^1].Memory);
        Assert.Equal(history.Samples.OrderBy(sample => sample.At), history.Samples);
        Assert.True(time.GetUtcNow() - history.Samples[0].At <= TimeSpan.FromHours(1));

        sampler.Remove("web");
        Assert.Empty(sampler.History("web").Samples);
    }

    [Fact(Timeout = Patience)]
    public async Task What_cannot_be_measured_now_is_measured_the_next_time()
    {
        host.Uses = _ => throw new IOException("Too many open files.");
        sampler.Begin("web", Run, _ => ValueTask.CompletedTask);
        await PassAsync(ResourceSampler.FirstInterval, TestContext.Current.CancellationToken);
        Assert.Null(sampler.Latest("web"));

        host.Uses = _ => new TreeUsage(cpu, memory, null, null, 1);
        await PassAsync(ResourceSampler.FirstInterval, TestContext.Current.CancellationToken);
        Assert.NotNull(sampler.Latest("web"));
    }

    /// <summary>Lets time pass and waits for the measurement that this brings, if it brings one.</summary>
    private async Task PassAsync(TimeSpan span, CancellationToken cancellationToken)
    {
        time.Advance(span);
        await sampler.Settled.WaitAsync(cancellationToken);
    }
}
