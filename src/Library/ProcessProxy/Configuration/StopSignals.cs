using ProcessProxy.Configuration.Keys;
using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration;

/// <summary>The signals that can ask a process to stop.</summary>
internal static class StopSignals
{
    private const string Prefix = "SIG";

    public static readonly IReadOnlyList<string> All =
        ["SIGTERM", "SIGINT", "SIGQUIT", "SIGHUP", "SIGUSR1", "SIGUSR2", "SIGWINCH", "SIGABRT", "SIGKILL"];

    /// <summary>Returns the name of a signal; null, and reports a problem, if it does not exist.</summary>
    public static string? Check(string name, Place place, Reading reading)
    {
        if (All.Contains(name))
        {
            return name;
        }

        reading.Problems.AddMisspelt(place, ProblemCodes.NotAChoice, $"'{place.Key}' must be one of {string.Join(", ", All)}, not '{name}'.",
            name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? name : Prefix + name, All);
        return null;
    }
}
