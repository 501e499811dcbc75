using Microsoft.Extensions.Time.Testing;
using ProcessProxy.AspNetCore.Proxy.Holding;
using ProcessProxy.AspNetCore.Tests.Tls;
using ProcessProxy.AspNetCore.Tls.Files;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Proxy.Holding;

/// <summary>Work that nobody waits for is broken in a way that nobody thought of: it is said, and it goes on.</summary>
public sealed class BrokenWorkTests
{
    private const int Timeout = 30_000;
    private readonly RecordedLog log = new();
    private readonly BrokenClock clock = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = Timeout)]
    public async Task Certificate_files_are_looked_at_again()
    {
        await using var files = new FileCertificates(log, clock);
        var looks = 0;
        files.Looked = () => _ = ++looks == 1 ? throw new InvalidOperationException("nobody thought of this") : looks;
        files.Start();
        await Wait.Passing(() => clock.Advance(TimeSpan.FromSeconds(1)), () => looks >= 2);

        Assert.StartsWith("Error: Watching the certificate files failed", Assert.Single(log.Lines), StringComparison.Ordinal);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_suspicion_that_cannot_be_looked_into_is_dropped_so_that_no_request_waits_for_nothing()
    {
        var readiness = new StubReadiness();
        readiness.Set("web", RunState.Running);
        clock.Breaks = 1;
        var probe = new PortProbe(() => [new Uri("http://127.0.0.1:1")], new ProcessGate("web", readiness, clock), clock, log);
        var verdict = probe.Verdict;
        probe.Suspect(readiness.Find("web"), () => true);
        await verdict.WaitAsync(Cancelled);
        Assert.False(probe.IsSuspected(readiness.Find("web")!));
        Assert.StartsWith("Error: Looking whether web accepts connections", Assert.Single(log.Lines), StringComparison.Ordinal);
    }

    /// <summary>A clock whose timers cannot be made when a test says so.</summary>
    private sealed class BrokenClock : FakeTimeProvider
    {
        public int Breaks { get; set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            Breaks-- > 0 ? throw new InvalidOperationException("nobody thought of this") : base.CreateTimer(callback, state, dueTime, period);
    }
}
