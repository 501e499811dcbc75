using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
using ProcessProxy.Configuration;
using ProcessProxy.Health;
using ProcessProxy.Tests.Supervision;
using Xunit;

namespace ProcessProxy.Tests.Health;

public sealed class HealthProberTests
{
    private const int Patience = 20_000;
    private readonly SleepersClock time = new();
    private readonly ConcurrentQueue<TimeSpan> asked = new();
    private readonly LogNotes notes = new();
    private readonly ConcurrentQueue<bool> reported = new();
    private readonly ConcurrentQueue<string> unable = new();
    private readonly long origin;
    private int running;

    public HealthProberTests() => origin = time.GetTimestamp();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = Patience)]
    public async Task Until_the_first_success_the_pauses_grow_to_a_second_and_then_the_interval_counts()
    {
        await using var prober = Prober((_, _) => Task.FromResult(Result(asked.Count > 6)));
        await PassAsync(() => asked.Count == 6, TimeSpan.FromMilliseconds(100));
        Assert.Equal([100, 300, 700, 1500, 2500, 3500], asked.Select(at => at.TotalMilliseconds));
        await PassAsync(() => asked.Count == 8, TimeSpan.FromMilliseconds(500));
        Assert.Equal([4500, 34_500], asked.Skip(6).Select(at => at.TotalMilliseconds));
    }

    [Fact(Timeout = Patience)]
    public async Task Probes_never_overlap_however_long_one_takes()
    {
        var answer = new TaskCompletionSource<HealthCheckResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var prober = Prober((_, _) => answer.Task);
        await PassAsync(() => asked.Count == 1, TimeSpan.FromMilliseconds(100));
        for (var i = 0; i < 100; i++)
        {
            time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal((1, 1), (asked.Count, running));
        answer.SetResult(Result(true));
        await PassAsync(() => asked.Count == 3, TimeSpan.FromSeconds(1));
        Assert.Empty(notes.Entries); // Two at a time would have been said by now.
    }

    [Fact(Timeout = Patience)]
    public async Task A_probe_that_could_not_be_made_is_no_verdict_is_told_once_and_is_tried_again_soon()
    {
        var (isAble, ok) = (true, true);
        await using var prober = Prober((_, _) => isAble ? Task.FromResult(Result(ok)) : throw new ProbeNotMadeException("Too many open files"));
        await PassAsync(() => !reported.IsEmpty && time.IsAwaited, TimeSpan.FromMilliseconds(100));
        isAble = false;
        await PassAsync(() => asked.Count == 6 && time.IsAwaited, TimeSpan.FromMilliseconds(500));
        Assert.Equal([true], reported);
        Assert.Equal(["Too many open files"], unable);
        Assert.Equal([1000, 1000, 1000, 1000], asked.Skip(1).Zip(asked.Skip(2), (one, next) => (next - one).TotalMilliseconds));
        (isAble, ok) = (true, false);
        await PassAsync(() => reported.Count == 2, TimeSpan.FromMilliseconds(500));
        Assert.Equal([true, false], reported);
    }

    [Fact(Timeout = Patience)]
    public async Task Disposing_cancels_the_probe_that_is_under_way_and_reports_nothing_more()
    {
        var count = 0;
        var cancelled = new TaskCompletionSource();
        var prober = new HealthProber(
            "web",
            Specs.HealthCheck(),
            TimeSpan.Zero,
            async (_, token) =>
            {
                asked.Enqueue(default);
                await using var registration = token.Register(cancelled.SetResult);
                await Task.Delay(Timeout.Infinite, token);
                return Result(true);
            },
            (_, _) =>
            {
                count++;
                return ValueTask.CompletedTask;
            },
            _ => { },
            notes,
            time);
        await PassAsync(() => asked.Count == 1, TimeSpan.FromMilliseconds(100));
        await prober.DisposeAsync();
        await cancelled.Task;
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal((1, 0), (asked.Count, count));
    }

    [Fact(Timeout = Patience)]
    public async Task A_probe_that_fails_as_nobody_thought_of_is_said_and_probing_goes_on()
    {
        var probes = 0;
        await using var prober = Prober((_, _) =>
        {
            return ++probes == 1 ? throw new InvalidOperationException("nobody thought of this") : Task.FromResult(Result(true));
        });
        await PassAsync(() => probes >= 3, TimeSpan.FromMilliseconds(500));
        Assert.Equal(["Error: web: its health check failed because of an internal error and restarts in 1 s"], notes.Entries);
    }

    private static HealthCheckResult Result(bool ok) => new(default, ok, ok ? 200 : 500, "", default);

    private HealthProber Prober(Func<HealthCheckSpec, CancellationToken, Task<HealthCheckResult>> ask) => new(
        "web",
        Specs.HealthCheck(),
        TimeSpan.Zero,
        async (spec, token) =>
        {
            Assert.Equal(1, Interlocked.Increment(ref running));
            asked.Enqueue(time.GetElapsedTime(origin));
            try
            {
                return await ask(spec, token);
            }
            finally
            {
                Interlocked.Decrement(ref running);
            }
        },
        (result, _) =>
        {
            reported.Enqueue(result.Ok);
            return ValueTask.CompletedTask;
        },
        unable.Enqueue,
        notes,
        time);

    /// <summary>Lets time pass in steps until something has happened, but none while the prober is awake: it would be lost on it.</summary>
    private Task PassAsync(Func<bool> condition, TimeSpan step) => Wait.Passing(
        () =>
        {
            if (time.IsAwaited)
            {
                time.Advance(step);
            }
        },
        condition,
        "it has happened");

    /// <summary>A clock that knows whether somebody sleeps by it.</summary>
    private sealed class SleepersClock : FakeTimeProvider
    {
        private int sleepers;

        public bool IsAwaited => Volatile.Read(ref sleepers) > 0;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(
                about =>
                {
                    Interlocked.Decrement(ref sleepers);
                    callback(about);
                },
                state,
                dueTime,
                period);
            Interlocked.Increment(ref sleepers);
            return timer;
        }
    }
}
