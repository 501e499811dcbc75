using System.Text.RegularExpressions;
using ProcessProxy.EndToEnd.Support;
using Xunit;

namespace ProcessProxy.EndToEnd.Diagnosis;

/// <summary>What a health check found, and who waits for it.</summary>
public sealed class HealthDiagnosisTests(HealthDiagnosisTests.Fixture fixture) : IClassFixture<HealthDiagnosisTests.Fixture>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task A_failing_probe_is_told_with_its_answer()
    {
        var found = await UnhealthyAsync("ill");
        Assert.Equal($"ill is running but unhealthy: its health check {fixture.Ill.Url} answered 503 Answer (no database).", found.Summary);
        Assert.Equal(DiagnosisCause.Unhealthy, found.Cause);
        Assert.Equal((503, "no database", 2), (found.Probe!.Status!.Value, found.Probe.Body!, found.Probe.Retries));
        Assert.True(found.Probe.Failures >= 2);
        Assert.Equal(HealthState.Unhealthy, found.Health);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_probe_that_gets_no_answer_is_told_with_the_time_it_waited()
    {
        var found = await UnhealthyAsync("hanging");
        Assert.Equal($"hanging is running but unhealthy: its health check {fixture.Hanging.Url} got no answer (no response within 200 ms).", found.Summary);
        Assert.Equal(("processes.hanging.healthCheck.timeout", "200"), (found.DecidedBy!.Key, found.DecidedBy.Value));
        Assert.Equal((int?)null, found.Probe!.Status);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_probe_that_is_refused_is_told_by_the_port_where_nothing_listens()
    {
        var found = await UnhealthyAsync("refused");
        Assert.StartsWith($"refused is running, but nothing listens on port {fixture.Nobody}", found.Summary, StringComparison.Ordinal);
        Assert.Equal(DiagnosisCause.NotListening, found.Cause);
        Assert.NotNull(found.Probe);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_process_that_was_ended_for_its_health_is_told_with_the_probe()
    {
        var found = await fixture.Server.DiagnoseAsync("replaced", RunState.Backoff);
        Assert.Matches(
            $@"^replaced was ended because it was unhealthy and was never healthy in the \d+(\.\d)? s that it ran and waits for its next attempt: its health check {Regex.Escape(fixture.Ill.Url.ToString())} "
            + @"answered 503 Answer \(no database\); if it only takes its time to start, startPeriod must be longer\.$",
            found.Summary);
        Assert.Equal(("processes.replaced.healthCheck.startPeriod", "0"), (found.DecidedBy!.Key, found.DecidedBy.Value));
        Assert.Equal((DiagnosisCause.Unhealthy, "no database"), (found.Cause, found.Probe!.Body));
        Assert.StartsWith("was unhealthy: 2 probes of ", found.Exits[0].Reason, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_dependency_that_is_not_healthy_is_named()
    {
        await UnhealthyAsync("ill");
        var found = await fixture.Client.GetDiagnosisAsync("patient", Cancelled);
        Assert.Equal("patient waits for ill, which is unhealthy: its health check: answered 503 Answer.", found.Summary);
        Assert.Equal(DiagnosisCause.DependencyNotReady, found.Cause);
        Assert.Equal(("ill", RunState.Running, HealthState.Unhealthy), (found.BlockedBy[0].Id, found.BlockedBy[0].State, found.BlockedBy[0].Health));
        Assert.Equal("processes.patient.dependsOn", found.DecidedBy!.Key);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_dependency_that_has_failed_is_named_through_those_between()
    {
        await fixture.Server.WaitForAsync("broken", RunState.Failed);
        var found = await fixture.Client.GetDiagnosisAsync("front", Cancelled);
        Assert.Equal(
            $"front waits for app, which waits for broken, which has failed: it could not be launched: The program {fixture.Project.Root}/no-such-file does not exist; maxRestarts is 0, so it is never restarted.",
            found.Summary);
        Assert.Equal((DiagnosisCause.DependencyFailed, RunState.Starting), (found.Cause, found.State));
        Assert.Equal(["app", "broken"], found.BlockedBy.Select(link => link.Id));
    }

    [Fact(Timeout = 60_000)]
    public async Task With_a_healthy_process_nothing_is_wrong()
    {
        await fixture.Server.WaitForAsync("well", info => info.Health == HealthState.Healthy, "is healthy");
        var found = await fixture.Client.GetDiagnosisAsync("well", Cancelled);
        Assert.Equal(("well is running and healthy; nothing is wrong.", DiagnosisCause.None), (found.Summary, found.Cause));
        Assert.Equal(((DiagnosedProbe?)null, (DecidingValue?)null, "well"), (found.Probe, found.DecidedBy, found.Port!.Owner!.ProcessId));
        Assert.Empty(found.BlockedBy);
        Assert.Empty(found.Exits);
    }

    private async Task<ProcessDiagnosis> UnhealthyAsync(string id)
    {
        await fixture.Server.WaitForAsync(id, info => info.Health == HealthState.Unhealthy, "is unhealthy");
        return await fixture.Client.GetDiagnosisAsync(id, Cancelled);
    }

    public sealed class Fixture : SharedServer
    {
        internal HealthEndpoint Ill { get; } = new();

        internal HealthEndpoint Hanging { get; } = new();

        internal int Nobody { get; } = Ports.Free();

        private int Well { get; } = Ports.Free();

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            await Ill.DisposeAsync();
            await Hanging.DisposeAsync();
        }

        protected override Task PrepareAsync()
        {
            Ill.Answer(503, body: "no database");
            Hanging.Answer(null);
            const string check = "enabled: true, interval: 50, retries: 2, startPeriod: 0";
            const string child = "command: \"sleep\", args: [\"1000\"]";
            Project.Configure($$"""
                ill: { {{child}}, healthCheck: { {{check}}, path: "{{Ill.Url}}", onUnhealthy: "report" } }
                hanging: { {{child}}, healthCheck: { {{check}}, path: "{{Hanging.Url}}", timeout: 200, onUnhealthy: "report" } }
                refused: { {{child}}, healthCheck: { {{check}}, path: "http://127.0.0.1:{{Nobody}}/health", onUnhealthy: "report" } }
                replaced: { {{child}}, restartDelay: 60000, healthCheck: { {{check}}, path: "{{Ill.Url}}" } }
                patient: { {{child}}, dependsOn: ["ill"] }
                broken: { command: "./no-such-file", maxRestarts: 0 }
                app: { {{child}}, dependsOn: ["broken"] }
                front: { {{child}}, dependsOn: ["app"] }
                well: { command: "{{Builds.TestProcess}}", args: ["serve"], env: { PORT: "{{Well}}" }, healthCheck: { enabled: true } }
                """);
            return Task.CompletedTask;
        }
    }
}
