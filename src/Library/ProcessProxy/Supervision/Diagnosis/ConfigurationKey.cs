using System.Globalization;
using ProcessProxy.Configuration.Entries;

namespace ProcessProxy.Supervision.Diagnosis;

/// <summary>The keys of the configuration that decide something, with their values and where these are written.</summary>
internal static class ConfigurationKey
{
    public static IReadOnlyList<string> Of(string id, string key) => ["processes", id, .. key.Split('.', 2)];

    /// <summary>The value in force.</summary>
    /// <param name="key">The names of the key, from the outermost.</param>
    /// <param name="facts">The configuration.</param>
    public static DecidingValue Find(IReadOnlyList<string> key, DiagnosisFacts facts)
    {
        var place = facts.Sources.Find(key) ?? (Default(key) is { } shared ? facts.Sources.Find(shared) : null);
        return new DecidingValue(place?.Key ?? string.Join('.', key), Value(key, facts), place?.File, place?.Line);
    }

    /// <summary>The key that stands for all processes when one has none of its own.</summary>
    private static string[]? Default(IReadOnlyList<string> key) => key switch
    {
        ["processes", _, "healthCheck", var name] => ["settings", "defaultHealthCheck", name],
        ["processes", _, "maxRestarts" or "restartOnExit"] => ["settings", "defaultRestart", key[2]],
        _ => null,
    };

    private static string Value(IReadOnlyList<string> key, DiagnosisFacts facts)
    {
        var spec = facts.Spec;
        return string.Join('.', key.Skip(2)) switch
        {
            "enabled" => spec.Enabled ? "true" : "false",
            "command" => spec.Launch.Command,
            "cwd" => spec.Launch.Cwd,
            "maxRestarts" => spec.Restart.Max.ToString(CultureInfo.InvariantCulture),
            "restartOnExit" => spec.Restart.OnExit ? "true" : "false",
            "stopTimeout" => Milliseconds(spec.Stop.Timeout),
            "maxMemory" => spec.MaxMemory is { } limit ? ByteSize.Format(limit) : "",
            "schedule.maxDuration" => spec.Schedule?.MaxDuration is { } most ? Milliseconds(most) : "",
            "dependsOn" => string.Join(", ", spec.DependsOn),
            "healthCheck.path" => spec.HealthCheck?.Url.OriginalString ?? "",
            "healthCheck.startPeriod" => spec.HealthCheck is { } slow ? Milliseconds(slow.StartPeriod) : "",
            "healthCheck.timeout" => spec.HealthCheck is { } check ? Milliseconds(check.Timeout) : "",

            // A variable or the target of a route, which are asked about for their port alone.
            _ => facts.Port?.Number.ToString(CultureInfo.InvariantCulture) ?? "",
        };
    }

    private static string Milliseconds(TimeSpan duration) => duration.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture);
}
