using ProcessProxy.Configuration;

namespace ProcessProxy.Platform.Processes;

/// <summary>Looks for a program as a launch does, without launching it.</summary>
internal static class ProgramLookup
{
    /// <summary>Returns what would prevent a launch now, or null if the program exists.</summary>
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
