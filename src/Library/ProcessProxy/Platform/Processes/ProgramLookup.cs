using ProcessProxy.Configuration;

namespace ProcessProxy.Platform.Processes;

/// <summary>Looks for a program as a launch would, without launching it.</summary>
internal static class ProgramLookup
{
    /// <summary>What would keep a program from being launched now; null when it is there.</summary>
    public static LaunchException? Problem(LaunchSpec spec)
    {
        try
        {
            CurrentPlatform.Processes.FindProgram(spec);
            return null;
        }
        catch (LaunchException problem)
        {
            return problem;
        }
    }
}
