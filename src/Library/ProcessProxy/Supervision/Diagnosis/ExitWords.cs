using System.Globalization;
using ProcessProxy.Configuration;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Supervision.Machine;

namespace ProcessProxy.Supervision.Diagnosis;

/// <summary>Describes how runs ended.</summary>
/// <param name="signalName">Returns the name of a signal by its number, on the system where it was seen.</param>
internal sealed class ExitWords(Func<int, string> signalName)
{
    /// <summary>A run that lasted no longer than this ended immediately: a large program takes some seconds before it opens its port.</summary>
    public static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(10);

    /// <summary>Describes the end of a run in full: <c>exited with code 127: what it was to run was not found, by the convention of shells</c>.</summary>
    public string Describe(ExitRecord exit, ProcessSpec spec) =>
        exit.IsUnobserved ? "exited while no server was running; the exit code is not known"
        : exit.Asked is not null ? DescribeAsked(exit, spec)
        : exit.Memory == MemoryKill.Certain ? $"was killed by the system for want of memory ({Bare(exit)})"
        : exit.Memory == MemoryKill.Likely ? $"{Bare(exit)}, most likely for want of memory: the system ended a program for that while it ran"
        : exit.Signal is { } signal ? ExitCodes.Fault(signal) is { } fault ? $"crashed with {signal}: {fault}" : $"{Bare(exit)}, which the server did not send"
        : Meaning(exit, spec) is { } meaning ? $"{Bare(exit)}: {meaning}"
        : Bare(exit);

    /// <summary>Describes the end of a run in a sentence about the process: <c>exits at once with code 1</c>.</summary>
    /// <param name="exit">The exit.</param>
    /// <param name="isOver">Whether the process is not started again.</param>
    public static string InSentence(ExitRecord exit, bool isOver) => exit switch
    {
        { Signal: { } signal } => ExitCodes.Fault(signal) is { } fault ? $"crashed with {signal} ({fault})" : $"was killed by {signal}",
        { Code: null } => "exited, but its exit code is not known,",
        { Lasted: { } age } when age < AtOnce => $"{(isOver ? "exited" : "exits")} at once with code {exit.Code}",
        { Lasted: { } age } => $"exited with code {exit.Code} after {Age(age)}",
        _ => $"exited with code {exit.Code}",
    };

    /// <summary>Returns the meaning of the exit code, or null if there is none or its meaning is unknown.</summary>
    public string? Meaning(ExitRecord exit, ProcessSpec spec) => exit.Code is { } code ? ExitCodes.Meaning(code, spec.Launch.Command, signalName) : null;

    /// <summary>Returns a duration in its largest unit.</summary>
    public static string Age(TimeSpan age) => age switch
    {
        { TotalSeconds: < 10 } => string.Create(CultureInfo.InvariantCulture, $"{age.TotalSeconds:0.0} s"),
        { TotalMinutes: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{age.TotalSeconds:0} s"),
        { TotalHours: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{age.TotalMinutes:0} min"),
        { TotalDays: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{age.TotalHours:0} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{age.TotalDays:0} days"),
    };

    /// <summary>Returns that something had to be killed, and why, or null if nothing was killed.</summary>
    public static string? Killed(ExitRecord exit, ProcessSpec spec)
    {
        if (exit.KilledAfter is not { } after)
        {
            return null;
        }

        var who = exit.Signal == "SIGKILL" ? "" : "something it had started ";
        var asked = spec.Stop.Command is null ? spec.Stop.Signal : "its stopCommand";
        var timeout = string.Create(CultureInfo.InvariantCulture, $"{spec.Stop.Timeout.TotalMilliseconds:0} ms");
        return after >= spec.Stop.Timeout
            ? $"{who}did not end within stopTimeout ({timeout}) of {asked} and was killed"
            : $"{who}was killed {Age(after)} after {asked}, before stopTimeout ({timeout}) was over";
    }

    private string DescribeAsked(ExitRecord exit, ProcessSpec spec)
    {
        var ended = $"{Bare(exit)} when it was asked to end";
        return Killed(exit, spec) is not { } killed ? ended : exit.Signal == "SIGKILL" ? killed : $"{ended}; {killed}";
    }

    private static string Bare(ExitRecord exit) => new ProcessExit(exit.Code, exit.Signal, exit.At) is var end && end.Signal is { } signal ? $"was killed by {signal}" : end.Describe();
}
