
namespace ProcessProxy.Supervision.Diagnosis;

/// <summary>What is wrong with a process that runs, if anything is.</summary>
/// <param name="facts">What is known.</param>
/// <param name="words">Says how runs ended.</param>
internal sealed class RunningVerdict(DiagnosisFacts facts, ExitWords words)
{
    /// <summary>How long a run may take before it listens.</summary>
    private static readonly TimeSpan ListensAfter = TimeSpan.FromSeconds(5);

    private readonly TimeSpan age = facts.State.Age(facts.Now);

    public Verdict Find() =>
        facts.State.Health.State == HealthState.Healthy ? OfMemory() ?? Well("is running and healthy")
        : OfPort() ?? OfProbe() ?? OfMemory() ?? (facts.Spec.HealthCheck is null ? Well("is running")
        : new(DiagnosisCause.Starting, $"{facts.Id} is running and has not been found healthy yet"));

    private Verdict? OfMemory() => facts.State.Run?.Excess is { } excess
        ? new(DiagnosisCause.MemoryLimit, $"{facts.Id} {excess}", ConfigurationKey.Of(facts.Id, "maxMemory")) : null;

    /// <summary>A run that goes well so far, of a process that keeps ending, is no more than a pause.</summary>
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

        // Whom a health check is told to ask need not be the program itself.
        return port.Owner is not null
            ? port.Key[^1] == "path" ? null : new(DiagnosisCause.PortTaken, $"{facts.Id} is running, but port {port.Number} is taken by {port.StrangerInWords}, which it did not start", port.Key)
            : IsStillStarting ? new(DiagnosisCause.Starting, $"{facts.Id} is running and nothing listens on port {port.Number} yet{Since}; its startPeriod goes on for {ExitWords.Age(facts.Spec.HealthCheck!.StartPeriod - age)}", ConfigurationKey.Of(facts.Id, "healthCheck.startPeriod"))
            : new(DiagnosisCause.NotListening, $"{facts.Id} is running, but nothing listens on port {port.Number}{Since}", port.Key);
    }

    /// <summary>Whether it is given time for its start, and has not been healthy yet.</summary>
    private bool IsStillStarting => facts.Spec.HealthCheck is { } check && !facts.State.Health.HasSucceeded && age < check.StartPeriod;

    /// <summary>Whether it should listen by now. An answer to a probe, whatever it says, comes from somebody who does.</summary>
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
