using ProcessProxy.Configuration;
using ProcessProxy.Platform.Unix;
using ProcessProxy.Platform.Windows;

namespace ProcessProxy.Platform.Processes;

/// <summary>Looks for a program as a launch would, without launching it.</summary>
internal static class ProgramLookup
{
    /// <summary>What would keep a program from being launched now; null when it is there.</summary>
    public static LaunchException? Problem(LaunchSpec spec)
    {
        var names = OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        var environment = ChildEnvironment.Of(new LaunchRequest("", "", spec), names);
        try
        {
            _ = OperatingSystem.IsWindows()
                ? new ProgramSearch(File.Exists, Directory.Exists).Find(spec.Command, spec.Cwd, environment)
                : ProgramFile.Resolve(spec.Command, spec.Cwd, environment.GetValueOrDefault("PATH"));
            return null;
        }
        catch (LaunchException problem)
        {
            return problem;
        }
    }
}
