namespace ProcessProxy;

/// <summary>The metrics of a supervisor in <c>System.Diagnostics.Metrics</c>.</summary>
public static class ProcessSupervisorMeter
{
    /// <summary>The name of the meter. The <see cref="ProcessSupervisor"/> it belongs to is its scope.</summary>
    public const string Name = "ProcessProxy";
}
