using Microsoft.Extensions.Logging;

namespace ProcessProxy.Supervision;

/// <summary>Log messages of supervision.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 1, Message = "{Id}: {State}: {Reason}")]
    public static partial void StateChanged(ILogger logger, LogLevel level, string id, string state, string reason);

    [LoggerMessage(2, LogLevel.Warning, "{Id}: the state file {File} is not used: {Why}")]
    public static partial void StateUnusable(ILogger logger, string id, string file, string why);

    [LoggerMessage(3, LogLevel.Warning, "{What}")]
    public static partial void StateFolderRestricted(ILogger logger, string what);

    [LoggerMessage(4, LogLevel.Error, "{Id}: the state could not be saved: {Why}")]
    public static partial void StateNotKept(ILogger logger, string id, string why);

    [LoggerMessage(12, LogLevel.Warning, "{Id}: the state file could not be removed: {Why}")]
    public static partial void StateNotRemoved(ILogger logger, string id, string why);

    [LoggerMessage(5, LogLevel.Warning, "{Id}: the PID file {File} is ignored: {Why}")]
    public static partial void PidFileIgnored(ILogger logger, string id, string file, string why);

    [LoggerMessage(6, LogLevel.Warning, "{Id}: the PID file {File} could not be written or removed: {Why}")]
    public static partial void PidFileFailed(ILogger logger, string id, string file, string why);

    [LoggerMessage(7, LogLevel.Information, "{Id}: health probe: {Detail} after {Milliseconds} ms")]
    public static partial void Probed(ILogger logger, string id, string detail, double milliseconds);

    [LoggerMessage(27, LogLevel.Warning, "{Id}: cannot be probed because descriptors or memory are low ({Why}); its health stays as it was")]
    public static partial void NotProbed(ILogger logger, string id, string why);

    [LoggerMessage(8, LogLevel.Critical, "{Id}: supervision of this process ended because of an internal error")]
    public static partial void RunnerDied(ILogger logger, string id, Exception fault);

    [LoggerMessage(9, LogLevel.Information, "{Id}: is no longer configured and is ended (pid {Pid})")]
    public static partial void OrphanEnded(ILogger logger, string id, int pid);

    [LoggerMessage(14, LogLevel.Warning, "{Id}: is no longer configured and could not be ended; still running: {Survivors}")]
    public static partial void OrphanSurvived(ILogger logger, string id, string survivors);

    [LoggerMessage(EventId = 11, Message = "{Id}: {Health}: {Detail}")]
    public static partial void HealthChanged(ILogger logger, LogLevel level, string id, string health, string detail);

    [LoggerMessage(13, LogLevel.Information, "{Notice}")]
    public static partial void HostNotice(ILogger logger, string notice);

    [LoggerMessage(16, LogLevel.Information, "{Id}: the configuration has changed: {Action}: {Because}")]
    public static partial void Reloaded(ILogger logger, string id, ReloadActionKind action, string because);

    [LoggerMessage(19, LogLevel.Warning, "{Keys} changed in the configuration: the change takes effect when the server is restarted")]
    public static partial void KeptUntilRestart(ILogger logger, string keys);

    [LoggerMessage(17, LogLevel.Error, "The configuration files cannot be applied ({Count} problems). The current configuration is kept.")]
    public static partial void ConfigurationRejected(ILogger logger, int count);

    [LoggerMessage(50, LogLevel.Warning, "The configuration is invalid, so the server that takes the place of one that has died starts with the last valid one")]
    public static partial void LastConfigurationUsed(ILogger logger);

    [LoggerMessage(51, LogLevel.Warning, "The configuration in force could not be kept in {File} for the next server: {Why}")]
    public static partial void ConfigurationNotKept(ILogger logger, string file, string why);

    [LoggerMessage(18, LogLevel.Error, "{Problem}")]
    public static partial void ConfigurationProblem(ILogger logger, ConfigurationProblem problem);

    [LoggerMessage(20, LogLevel.Warning, "{Id}: {Runs} missed since {Since:u}: the server was not running, the machine was asleep, or its clock was changed")]
    public static partial void RunsMissed(ILogger logger, string id, string runs, DateTimeOffset since);

    [LoggerMessage(21, LogLevel.Information, "{Id}: is still running, so this run is skipped (overlap: {Overlap})")]
    public static partial void RunSkipped(ILogger logger, string id, string overlap);

    [LoggerMessage(10, LogLevel.Error, "{Id}: {Why}")]
    public static partial void NotEnded(ILogger logger, string id, string why);

    [LoggerMessage(26, LogLevel.Warning, "{Id}: {Failure}")]
    public static partial void StopCommandFailed(ILogger logger, string id, string failure);

    [LoggerMessage(15, LogLevel.Warning, "{Id}: the server could not wait for the requests in progress; the process is stopped anyway")]
    public static partial void NotQuiet(ILogger logger, string id, Exception fault);

    [LoggerMessage(22, LogLevel.Warning, "The state folder {Folder}, or the lock in it, was deleted. It was recreated with the state of the processes. Do not delete it while a server is running.")]
    public static partial void HomeRenewed(ILogger logger, string folder);

    [LoggerMessage(23, LogLevel.Information, "The path of the state folder now leads to {Now}. The state stays in {Folder} until the server is restarted; a lock in the new folder refers to it.")]
    public static partial void HomeElsewhere(ILogger logger, string folder, string now);

    [LoggerMessage(24, LogLevel.Error, "The state folder, or the socket in it, was deleted and cannot be recreated; the server tries again every second: {Why}")]
    public static partial void HomeNotRenewed(ILogger logger, string why);

    [LoggerMessage(25, LogLevel.Warning, "{Warning}")]
    public static partial void KeyExposed(ILogger logger, string warning);

    [LoggerMessage(27, LogLevel.Warning, "{Id}: was not replaced, and the old program continues: the new program {Why}")]
    public static partial void ReplacementFailed(ILogger logger, string id, string why);

    [LoggerMessage(29, LogLevel.Warning, "{Id}: the log of its new program could not be renamed: {Why}")]
    public static partial void LogNotRenamed(ILogger logger, string id, string why);

    [LoggerMessage(28, LogLevel.Warning, "{Id}: still had requests in progress after {Time} (drainTimeout); they are cut")]
    public static partial void NotDrained(ILogger logger, string id, string time);
}
