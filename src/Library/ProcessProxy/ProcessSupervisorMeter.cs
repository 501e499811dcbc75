namespace ProcessProxy;

/// <summary>The metrics of a supervisor, as <c>System.Diagnostics.Metrics</c> has them.</summary>
public static class ProcessSupervisorMeter
{
    /// <summary>The name of the meter. The <see cref="ProcessSupervisor"/> it belongs to is its scope.</summary>
    public const string Name = "ProcessProxy";
}
