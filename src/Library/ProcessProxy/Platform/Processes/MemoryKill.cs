namespace ProcessProxy.Platform.Processes;

/// <summary>Whether the system ended a program for want of memory.</summary>
internal enum MemoryKill
{
    /// <summary>There is no sign of it.</summary>
    None,

    /// <summary>While the program ran the system ended some program of the machine for want of memory.</summary>
    Likely,

    /// <summary>The system counted it in the program's own control group.</summary>
    Certain,
}
