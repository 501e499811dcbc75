using ProcessProxy.Configuration.Keys;
using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>Completes and checks the keys for ports, instances, replacement and starts on demand.</summary>
internal static class InstanceRules
{
    private static readonly TimeSpan IdleOnDemand = TimeSpan.FromMinutes(10);

    /// <summary>Returns the process with the defaults that depend on other keys.</summary>
    public static ProcessSpec Resolve(ProcessSpec spec, Written<ProcessSpec> own, ProblemList problems)
    {
        if (own.Has("portVariable") && !own.Has("port"))
        {
            problems.Add(own.PlaceOf("portVariable"), ProblemCodes.Contradiction, $"'{spec.Id}' has a 'portVariable' and no 'port'. Add 'port: auto', or remove 'portVariable'.");
            spec = spec with { Port = null };
        }

        if (spec.Port is { IsAuto: true } && !own.Has("replace"))
        {
            spec = spec with { Replace = spec.Replace with { Mode = ReplaceMode.Rolling } };
        }

        if (spec.Start == StartMode.OnDemand && !own.Has("idleTimeout"))
        {
            spec = spec with { IdleTimeout = IdleOnDemand };
        }

        return spec;
    }
}
