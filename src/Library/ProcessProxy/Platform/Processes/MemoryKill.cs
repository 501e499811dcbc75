namespace ProcessProxy.Platform.Processes;

/// <summary>Whether the system ended a program because memory was low.</summary>
internal enum MemoryKill
{
    /// <summary>There is no evidence of it.</summary>
    None,

    /// <summary>While the program ran, the system ended a program of the machine because memory was low.</summary>
    Likely,

    /// <summary>The system counted it in the program's own control group.</summary>
    Certain,
}
