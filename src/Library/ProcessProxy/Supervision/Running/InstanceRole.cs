using ProcessProxy.Configuration;

namespace ProcessProxy.Supervision.Running;

/// <summary>What one program of a process with several is there for.</summary>
/// <param name="Key">The name under which its state is kept.</param>
/// <param name="Process">The process.</param>
/// <param name="Instance">The number of the instance; from 1.</param>
/// <param name="IsNext">Whether another program serves for the instance, so that it has the names beside those of the instance.</param>
/// <param name="StartsItself">Whether it starts without a command if nothing of it is running.</param>
internal sealed record InstanceRole(string Key, ProcessSpec Process, int Instance, bool IsNext, bool StartsItself)
{
    /// <summary>Gets the name that people use: <c>web</c>, <c>web:2</c>, and <c>web:2 (beside the one that serves)</c>.</summary>
    public string Label => $"{Process.Id}{(Instance > 1 ? $":{Instance}" : "")}{(IsNext ? " (beside the one that serves)" : "")}";

    /// <summary>Gets the log that its program goes on writing after another one has taken over; null for that of its role.</summary>
    public LogSpec? LeavingLog { get; init; }

    /// <summary>Returns its configuration with a port.</summary>
    public ProcessSpec With(int? port)
    {
        var spec = InstanceSpec.Of(Process, Instance, port, IsNext) with { Id = Key, Process = Process, StartsItself = StartsItself };
        return LeavingLog is null ? spec : spec with { Launch = spec.Launch with { Log = LeavingLog } };
    }
}
