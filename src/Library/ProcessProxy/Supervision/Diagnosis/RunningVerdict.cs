
namespace ProcessProxy.Supervision.Diagnosis;

/// <summary>Explains what is wrong with a running process, if anything is.</summary>
/// <param name="facts">The facts.</param>
/// <param name="words">Describes how runs ended.</param>
internal sealed class RunningVerdict(DiagnosisFacts facts, ExitWords words)
{
    /// <summary>The time a run may take before it listens.</summary>
    private static readonly TimeSpan ListensAfter = TimeSpan.FromSeconds(5);

    private readonly TimeSpan age = facts.State.Age(facts.Now);

    public Verdict Find() =>
        facts.State.Health.State == HealthState.Healthy ? OfMemory() ?? Well("is running and healthy")
        : OfPort() ?? OfProbe() ?? OfMemory() ?? (facts.Spec.HealthCheck is null ? Well("is running")
        : new(DiagnosisCause.Starting, $"{facts.Id} is running and has not been found healthy yet"));

    private Verdict? OfMemory() => facts.State.Run?.Excess is { } excess
        ? new(DiagnosisCause.MemoryLimit, $"{facts.Id} {excess}", ConfigurationKey.Of(facts.Id, "maxMemory")) : null;

    /// <summary>If a process keeps exiting, a run that is fine so far is only a pause.</summary>
    private Verdict Well(string how)
    {
        if (facts.State.Failures == 0 || facts.Exits.Count == 0)
        {
            return new(DiagnosisCause.None, $"{facts.Id} {how}; nothing is wrong");
        }

        var before = new DownVerdict(facts, words).Find();
        var restart = facts.State.Failures == 1 ? "a restart" : $"the last of {facts.State.Failures} restarts";
        return before with { Summary = $"{facts.Id} {how}, {ExitWords.Age(age)} after {restart}; before that, it {before.Summary[(facts.Id.Length + 1)..]}" };
    }

    private Verdict? OfPort()
    {
        if (facts.Port is not { IsKnown: true, IsOwn: false } port || !IsAwaited)
        {
            return null;
        }

        // The target of a health check is not always the program itself.
        var elsewhere = GivenPort.Ignored(port.Others, port.Number, port.Variable);
        var startPeriod = IsStillStarting ? $"; its startPeriod goes on for {ExitWords.Age(facts.Spec.HealthCheck!.StartPeriod - age)}" : "";
        return port.Owner is not null
            ? port.Key[^1] == "path" ? null : new(DiagnosisCause.PortTaken, $"{facts.Id} is running, but port {port.Number} is taken by {port.StrangerInWords}, which it did not start", port.Key)
            : elsewhere is not null ? new(IsStillStarting ? DiagnosisCause.Starting : DiagnosisCause.NotListening, $"{facts.Id} is running, but {elsewhere}{startPeriod}", port.Key)
            : IsStillStarting ? new(DiagnosisCause.Starting, $"{facts.Id} is running and nothing listens on port {port.Number} yet{Since}{startPeriod}", ConfigurationKey.Of(facts.Id, "healthCheck.startPeriod"))
            : new(DiagnosisCause.NotListening, $"{facts.Id} is running, but nothing listens on port {port.Number}{Since}", port.Key);
    }

    /// <summary>Gets whether the run still has time for its start, and has not been healthy yet.</summary>
    private bool IsStillStarting => facts.Spec.HealthCheck is { } check && !facts.State.Health.HasSucceeded && age < check.StartPeriod;

    /// <summary>Gets whether it should listen by now. Any response to a probe means that something listens.</summary>
    private bool IsAwaited => facts.State.Health.Last is { } last ? last.Status is null && !last.Ok : age >= ListensAfter;

    private string Since => age < ListensAfter ? "" : $" {ExitWords.Age(age)} after its start";

    private Verdict? OfProbe()
    {
        if (facts.Spec.HealthCheck is not { } check || facts.State.Health is not { Last: { Ok: false } last } health)
        {
            return null;
        }

        var what = Probed.Describe(last, facts.Spec);
        var key = ConfigurationKey.Of(facts.Id, Probed.KeyOf(last, health.HasSucceeded, check));
        return health.State == HealthState.Unhealthy ? new(DiagnosisCause.Unhealthy, $"{facts.Id} is running but unhealthy: {what}{(health.Spared is { } why ? $"; it is left running, as {why}" : "")}", key)
            : health.HasSucceeded ? new(DiagnosisCause.Unhealthy, $"{facts.Id} is running, and {health.Failures} of {check.Retries} probes that make it unhealthy have failed: {what}", key)
            : age < check.StartPeriod ? new(DiagnosisCause.Starting, $"{facts.Id} is running and has not been found healthy yet: {what}", key)
            : new(DiagnosisCause.Unhealthy, $"{facts.Id} is running and has never been found healthy: {what}", key);
    }
}
