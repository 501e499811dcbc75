namespace ProcessProxy;

/// <summary>The end of a run, in words.</summary>
/// <param name="At">The time the end was seen, in UTC.</param>
/// <param name="Code">The exit code; null if a signal ended the run or the code could not be seen.</param>
/// <param name="Signal">The name of the signal that ended the run; null if it exited by itself.</param>
/// <param name="Description">The meaning of the exit.</param>
/// <param name="Reason">Why the server ended the run; null if the server did not.</param>
/// <param name="LastLines">The last lines of its output, oldest first, limited to 20 lines and 4,000 characters.</param>
public sealed record DiagnosedExit(
    DateTimeOffset At, int? Code, string? Signal, string Description, string? Reason, IReadOnlyList<string> LastLines)
{
    /// <summary>Returns how the run ended, as text.</summary>
    public override string ToString() => Description;
}

/// <summary>The port of a process.</summary>
/// <param name="Number">The port.</param>
/// <param name="Owner">The program that listens on the port; null if there is none or it cannot be determined.</param>
public sealed record DiagnosedPort(int Number, PortOwner? Owner)
{
    /// <summary>Returns the port and the program that uses it.</summary>
    public override string ToString() => Owner is null ? $"port {Number}" : $"port {Number}, used by {Owner}";
}

/// <summary>The program that listens on a port.</summary>
/// <param name="Pid">The process ID; null if it is not visible.</param>
/// <param name="Command">The command line; null if it is not visible.</param>
/// <param name="ProcessId">The ID of the managed process it belongs to; null for another program.</param>
public sealed record PortOwner(int? Pid, string? Command, string? ProcessId)
{
    /// <summary>Returns the process or, if it is not a managed process, the program, with its pid.</summary>
    public override string ToString() => $"{ProcessId ?? Command ?? "an unknown program"}{(Pid is null ? "" : $" (pid {Pid})")}";
}

/// <summary>A process that another process waits for.</summary>
/// <param name="Id">The ID of the process.</param>
/// <param name="State">The state of the process.</param>
/// <param name="Health">The health of the process.</param>
/// <param name="Reason">The reason for the state, in words.</param>
public sealed record BlockingDependency(string Id, RunState State, HealthState Health, string Reason)
{
    /// <summary>Returns the ID, the state and the reason.</summary>
    public override string ToString() => $"{Id}: {State.ToString().ToLowerInvariant()}: {Reason}";
}

/// <summary>A failed health probe.</summary>
/// <param name="Url">The requested URL.</param>
/// <param name="At">The time the probe ended, in UTC.</param>
/// <param name="Status">The HTTP status, or null if there was no response.</param>
/// <param name="Detail">The status, or why there was no response, in words.</param>
/// <param name="Body">The beginning of the response body; null if there was none.</param>
/// <param name="Failures">The number of consecutive failed probes that count.</param>
/// <param name="Retries">The number of failures that make the process unhealthy.</param>
public sealed record DiagnosedProbe(string Url, DateTimeOffset At, int? Status, string Detail, string? Body, int Failures, int Retries)
{
    /// <summary>Returns the URL and the result.</summary>
    public override string ToString() => $"{Url}: {Detail}";
}

/// <summary>A value of the configuration.</summary>
/// <param name="Key">The key with its path: <c>processes.web.maxRestarts</c>.</param>
/// <param name="Value">The current value.</param>
/// <param name="File">The file that contains the value; null for a default.</param>
/// <param name="Line">The line in that file.</param>
public sealed record DecidingValue(string Key, string Value, string? File, int? Line)
{
    /// <summary>Returns the key and the value.</summary>
    public override string ToString() => $"{Key}: {Value}";
}
