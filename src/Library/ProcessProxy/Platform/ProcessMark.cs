namespace ProcessProxy.Platform;

/// <summary>The environment variables by which a child and all its descendants can be recognised.</summary>
internal static class ProcessMark
{
    /// <summary>Carries the id of the process, for the program's own use; part of the contract.</summary>
    public const string IdVariable = "PROCESSPROXY_ID";

    /// <summary>Carries the mark of the run: unique for each launch by any server.</summary>
    public const string RunVariable = "PROCESSPROXY_RUN";
}
