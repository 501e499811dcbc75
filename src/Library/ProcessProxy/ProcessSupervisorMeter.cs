namespace ProcessProxy;

/// <summary>The metrics of a supervisor in <c>System.Diagnostics.Metrics</c>.</summary>
public static class ProcessSupervisorMeter
{
    /// <summary>The name of the meter. Its scope is the <see cref="ProcessSupervisor"/> it belongs to.</summary>
    public const string Name = "ProcessProxy";
}
