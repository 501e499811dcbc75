namespace ProcessProxy.Supervision.Diagnosis;

/// <summary>Explains why a process waits for its dependencies.</summary>
internal static class WaitingVerdict
{
    public static Verdict Of(DiagnosisFacts facts)
    {
        var key = ConfigurationKey.Of(facts.Id, "dependsOn");
        if (facts.Chain is not [.., var last])
        {
            return new(DiagnosisCause.DependencyNotReady, $"{facts.Id} waits for what it depends on, which has just become ready", key);
        }

        var chain = string.Join(", which waits for ", facts.Chain.Select(link => link.Id));
        var cause = last.State is RunState.Failed or RunState.Stopped or RunState.Stopping ? DiagnosisCause.DependencyFailed : DiagnosisCause.DependencyNotReady;
        return new(cause, $"{facts.Id} waits for {chain}, which {Describe(last)}", key);
    }

    private static string Describe(BlockingDependency link) => link.State switch
    {
        RunState.Failed => $"has failed: it {link.Reason}",
        RunState.Stopped => $"is stopped ({link.Reason})",
        RunState.Stopping => $"is being stopped ({link.Reason})",
        RunState.Backoff => $"waits for its next attempt: it {link.Reason}",
        RunState.Running when link.Health == HealthState.Unhealthy => $"is unhealthy: {link.Reason}",
        RunState.Running when link.Health is HealthState.None or HealthState.Healthy => "is running and must end with code 0 first",
        RunState.Running => $"is running and not healthy yet: {link.Reason}",
        RunState.Starting => $"is being started ({link.Reason})",
        _ => throw new ArgumentOutOfRangeException(nameof(link), link.State, null),
    };
}
