namespace ProcessProxy;

/// <summary>How a run ended, in words.</summary>
/// <param name="At">When the end was seen, in UTC.</param>
/// <param name="Code">The exit code; null when a signal ended it or nobody could see the code.</param>
/// <param name="Signal">The name of the signal that ended it; null when it exited by itself.</param>
/// <param name="Description">What that means.</param>
/// <param name="Reason">Why the server ended it; null when it was not the server.</param>
/// <param name="LastLines">What it wrote last, oldest first, cut to 20 lines and 4,000 characters.</param>
public sealed record DiagnosedExit(
    DateTimeOffset At, int? Code, string? Signal, string Description, string? Reason, IReadOnlyList<string> LastLines)
{
    /// <summary>Returns how the run ended, as text.</summary>
    public override string ToString() => Description;
}

/// <summary>The port of a process.</summary>
/// <param name="Number">The port.</param>
/// <param name="Owner">Who listens on it; null when nobody does or it cannot be told.</param>
public sealed record DiagnosedPort(int Number, PortOwner? Owner)
{
    /// <summary>Returns the port and the program that uses it.</summary>
    public override string ToString() => Owner is null ? $"port {Number}" : $"port {Number}, used by {Owner}";
}

/// <summary>The program that listens on a port.</summary>
/// <param name="Pid">The process id; null when it cannot be seen.</param>
/// <param name="Command">Its command line; null when it cannot be seen.</param>
/// <param name="ProcessId">The id of the managed process it belongs to; null for a stranger.</param>
public sealed record PortOwner(int? Pid, string? Command, string? ProcessId)
{
    /// <summary>Returns the process or, if it is not a managed process, the program, with its pid.</summary>
    public override string ToString() => $"{ProcessId ?? Command ?? "an unknown program"}{(Pid is null ? "" : $" (pid {Pid})")}";
}

/// <summary>A process that another process waits for.</summary>
/// <param name="Id">Its id.</param>
/// <param name="State">What it is doing.</param>
/// <param name="Health">What its health check says.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record BlockingDependency(string Id, RunState State, HealthState Health, string Reason)
{
    /// <summary>Returns the ID, the state and the reason.</summary>
    public override string ToString() => $"{Id}: {State.ToString().ToLowerInvariant()}: {Reason}";
}

/// <summary>A failed health probe.</summary>
/// <param name="Url">What was asked.</param>
/// <param name="At">When the probe ended, in UTC.</param>
/// <param name="Status">The HTTP status, or null when there was no answer.</param>
/// <param name="Detail">In words: the status, or why there was no answer.</param>
/// <param name="Body">The beginning of the answer's body; null when there was none.</param>
/// <param name="Failures">How many probes have failed one after the other and counted.</param>
/// <param name="Retries">How many make the process unhealthy.</param>
public sealed record DiagnosedProbe(string Url, DateTimeOffset At, int? Status, string Detail, string? Body, int Failures, int Retries)
{
    /// <summary>Returns the URL and the result.</summary>
    public override string ToString() => $"{Url}: {Detail}";
}

/// <summary>A value of the configuration.</summary>
/// <param name="Key">The key with its path: <c>processes.web.maxRestarts</c>.</param>
/// <param name="Value">The value in force.</param>
/// <param name="File">The file that has it; null when it is the default.</param>
/// <param name="Line">The line in that file.</param>
public sealed record DecidingValue(string Key, string Value, string? File, int? Line)
{
    /// <summary>Returns the key and the value.</summary>
    public override string ToString() => $"{Key}: {Value}";
}
