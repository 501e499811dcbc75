using ProcessProxy.Configuration;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Supervision.Machine;

namespace ProcessProxy.Supervision.Diagnosis;

/// <summary>
/// Explains why a process that should run does not: what prevented its last launch, or ended its last run. Evidence outranks
/// inference, and what others did outranks what the program printed.
/// </summary>
/// <param name="facts">The facts.</param>
/// <param name="words">Describes how runs ended.</param>
internal sealed class DownVerdict(DiagnosisFacts facts, ExitWords words)
{
    public Verdict Find() =>
        facts.LaunchError is { } error && facts.State.Phase != Phase.Running ? OfLaunch(error)
        : facts.Exits is [var last, ..] ? OfExit(last)
        : new Verdict(DiagnosisCause.Exited, $"{facts.Id} {facts.State.Reason}", Budget);

    private IReadOnlyList<string>? Budget =>
        facts.IsSpent ? Key("maxRestarts")
        : facts.State.Phase is Phase.Failed or Phase.Stopped && facts.Spec is { Restart.OnExit: RestartCondition.Never, Schedule: null } ? Key("restartOnExit")
        : facts.State.Phase == Phase.Stopped && facts.Spec is { Restart.OnExit: RestartCondition.OnFailure, Schedule: null } ? Key("restartOnExit")
        : null;

    /// <summary>Describes what happened since then.</summary>
    private string Aftermath => facts switch
    {
        { State.Phase: Phase.Backoff } => " and waits for its next attempt",
        { State.Phase: Phase.Failed or Phase.Stopped, Spec.Schedule: not null } => " and waits for its next run",
        { State.Phase: Phase.Failed or Phase.Stopped, Spec.Restart.OnExit: RestartCondition.Never } => " and is not restarted, as restartOnExit is false",
        { State.Phase: Phase.Stopped, Spec.Restart.OnExit: RestartCondition.OnFailure } => " and is not restarted, as restartOnExit is onFailure",
        { IsSpent: true, Spec.Restart.Max: 0 } => " and is not restarted, as maxRestarts is 0",
        { IsSpent: true, Spec.Restart.Max: var max } => $" and was given up after {max} restart{(max == 1 ? "" : "s")}",
        _ => "",
    };

    private Verdict OfLaunch(LaunchError error)
    {
        var why = $"{facts.Id} cannot be started{Aftermath}: {Continue(error.Why)}";
        return error.Fault switch
        {
            LaunchFault.NotFound => new(DiagnosisCause.ProgramNotFound, why, Key("command")),
            LaunchFault.NotExecutable => new(DiagnosisCause.ProgramNotExecutable, why, Key("command")),
            LaunchFault.WorkingDirectory => new(DiagnosisCause.WorkingDirectory, why, Key("cwd")),
            LaunchFault.PreStart => new(
                DiagnosisCause.LaunchFailed, ErrorLine.FindOrLast(facts.LaunchLines) is { } line ? $"{why}: {line}" : why, Key("preStart.command")),
            LaunchFault.NoRoom or LaunchFault.Other => new(DiagnosisCause.LaunchFailed, why, Key("command")),
            _ => throw new ArgumentOutOfRangeException(nameof(error), error.Fault, null),
        };
    }

    private Verdict OfExit(ExitFact last)
    {
        var exit = last.Record;
        return exit switch
        {
            { Probe: { } probe } => OfHealth(exit, probe),
            { IsOverLimit: true, Asked: { } asked } => new(DiagnosisCause.MemoryLimit, $"{facts.Id} {asked}{Aftermath}", Key("maxMemory")),
            { Asked: not null } when facts is { State: { Phase: Phase.Failed, Schedule.LastResult: RunResult.Failed }, Spec.Schedule.MaxDuration: not null } =>
                new(DiagnosisCause.StoppedByServer, $"{facts.Id} {facts.State.Reason}{Aftermath}", Key("schedule.maxDuration")),
            { Asked: { } asked } => new(DiagnosisCause.StoppedByServer, $"{facts.Id} was {asked}{Aftermath}"),
            { IsUnobserved: true } => new(DiagnosisCause.Unobserved, $"{facts.Id} ended while no server was watching{Aftermath}", Budget),
            { Memory: MemoryKill.Certain } => new(DiagnosisCause.OutOfMemory, $"{facts.Id} was killed by the system{Aftermath}: it ran out of memory", Budget),
            { Memory: MemoryKill.Likely } => new(DiagnosisCause.OutOfMemory, $"{facts.Id} was killed{Aftermath}, most likely for want of memory: the system ended a program for that while it ran", Budget),
            { Signal: { } signal } when ExitCodes.Fault(signal) is null => new(DiagnosisCause.Killed, $"{facts.Id} was killed by {signal}, which the server did not send{(Aftermath.Length == 0 ? "" : ",")}{Aftermath}", Budget),
            _ => OfPort(last) ?? OfItself(last),
        };
    }

    private Verdict OfHealth(ExitRecord exit, HealthCheckResult probe)
    {
        var key = facts.Spec.HealthCheck is { } check ? Probed.KeyOf(probe, !exit.WasNeverHealthy, check) : "healthCheck.path";
        var never = !exit.WasNeverHealthy ? "" : exit.Lasted is { } age ? $" and was never healthy in the {ExitWords.Age(age)} that it ran" : " and was never healthy";
        var slow = key == "healthCheck.startPeriod" ? "; if it only takes its time to start, startPeriod must be longer" : "";
        return new(DiagnosisCause.Unhealthy, $"{facts.Id} was ended because it was unhealthy{never}{Aftermath}: {Probed.Describe(probe, facts.Spec)}{slow}", Key(key));
    }

    /// <summary>Returns the verdict that the port was taken: the program says so, or another process has it and the program says nothing else.</summary>
    private Verdict? OfPort(ExitFact last)
    {
        var (exit, port) = (last.Record, facts.Port);
        var told = ErrorLine.FindTaken(last.Lines);
        var isGuess = exit is { Code: not 0, Lasted: { } age } && age < ExitWords.AtOnce && ErrorLine.Find(last.Lines) is null;
        return port?.Stranger is not null && (told is not null || isGuess)
            ? new(DiagnosisCause.PortTaken, $"{facts.Id} {InSentence(exit)}{GivenUp}: port {port.Number} is already taken by {port.StrangerInWords}", port.Key)
            : told is not null ? new(DiagnosisCause.PortTaken, $"{facts.Id} {InSentence(exit)}{Aftermath}: its port was taken, as it says ({told})", port?.Key)
            : null;
    }

    /// <summary>Gets the aftermath for a sentence that continues with something that the program did not cause.</summary>
    private string GivenUp => facts.State.Phase == Phase.Backoff ? "" : Aftermath;

    private Verdict OfItself(ExitFact last)
    {
        var exit = last.Record;
        var cause = exit.Signal is null ? DiagnosisCause.Exited : DiagnosisCause.Crashed;
        var because = exit is { Code: 0, Lasted: { } age } && age < ExitWords.AtOnce && facts.Spec is { Restart.OnExit: RestartCondition.Always, Schedule: null } ? AtOnceAndWell(last)
            : exit.Code != 0 && ErrorLine.FindOrLast(last.Lines) is { } line ? line
            : exit.Code is not 0 ? words.Meaning(exit, facts.Spec)
            : null;
        return new(cause, $"{facts.Id} {InSentence(exit)}{Aftermath}{(because is null ? "" : $": {because}")}", Budget);
    }

    /// <summary>What the program says itself comes before what is only inferred.</summary>
    private string AtOnceAndWell(ExitFact last) =>
        (ErrorLine.FindOrLast(last.Lines) is { } line ? $"{line.TrimEnd('.')}; " : "")
        + "a program ends like this that "
        + (facts.Spec.Launch.Stdin == InputMode.Empty ? "reads its standard input, which is empty (stdin: open keeps it open), or that " : "")
        + "puts itself into the background and must stay in the foreground";

    private string InSentence(ExitRecord exit) => ExitWords.InSentence(exit, isOver: facts.State.Phase == Phase.Running);

    private IReadOnlyList<string> Key(string key) => ConfigurationKey.Of(facts.Id, key);

    /// <summary>Returns a sentence as the rest of another one.</summary>
    private static string Continue(string sentence) =>
        sentence.Length > 1 && char.IsUpper(sentence[0]) && char.IsLower(sentence[1]) ? char.ToLowerInvariant(sentence[0]) + sentence[1..].TrimEnd('.') : sentence.TrimEnd('.');
}
