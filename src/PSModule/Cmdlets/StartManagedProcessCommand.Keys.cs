using System.Management.Automation;
using System.Reflection;
using ProcessProxy.PowerShell.Bridge;
using ProcessProxy.PowerShell.Completion;

namespace ProcessProxy.PowerShell.Commands;

// The parameters that stand for keys of the process file: a line each.
public sealed partial class StartManagedProcessCommand
{
    /// <summary>A path alone needs a route or a port to be asked at; see docs/configuration.md.</summary>
    private const string NoHealthAddress = "PP0211";
    private const string CommandLine = "PP0216";

    private static readonly IReadOnlyList<(PropertyInfo Parameter, string Key)> Keys =
    [
        .. typeof(StartManagedProcessCommand).GetProperties()
            .Select(property => (property, property.GetCustomAttribute<KeyAttribute>()?.Key)).Where(pair => pair.Key is not null).Select(pair => (pair.property, pair.Key!)),
    ];

    /// <summary>What the process is for.</summary>
    [Parameter(ParameterSetName = ByProgram), Key("description"), ValidateNotNullOrEmpty]
    public string? Description { get; set; }

    /// <summary>Does not start it again when it ends.</summary>
    [Parameter(ParameterSetName = ByProgram), Key("restartOnExit")]
    public SwitchParameter NoRestart { get; set; }

    /// <summary>Starts it again unless it has ended with exit code 0.</summary>
    [Parameter(ParameterSetName = ByProgram), Key("restartOnExit")]
    public SwitchParameter RestartOnFailure { get; set; }

    /// <summary>The pause before it is started again, as a duration or a number of seconds.</summary>
    [Parameter(ParameterSetName = ByProgram), Key("restartDelay"), Seconds]
    public TimeSpan? RestartDelay { get; set; }

    /// <summary>How many restarts in a row are made before it is given up.</summary>
    [Parameter(ParameterSetName = ByProgram), Key("maxRestarts"), ValidateRange(0, 1_000_000)]
    public int? MaxRestarts { get; set; }

    /// <summary>Whether each pause is the same, or twice the one before.</summary>
    [Parameter(ParameterSetName = ByProgram), Key("restartBackoff"), ValidateSet("Constant", "Exponential")]
    public string? RestartBackoff { get; set; }

    /// <summary>The longest pause, as a duration or a number of seconds.</summary>
    [Parameter(ParameterSetName = ByProgram), Key("maxRestartDelay"), Seconds]
    public TimeSpan? MaxRestartDelay { get; set; }

    /// <summary>After which time earlier failures are forgotten, as a duration or a number of seconds.</summary>
    [Parameter(ParameterSetName = ByProgram), Key("resetAfter"), Seconds]
    public TimeSpan? ResetAfter { get; set; }

    /// <summary>By how many percent of itself each pause is lengthened at most, by chance.</summary>
    [Parameter(ParameterSetName = ByProgram), Key("restartJitter"), ValidateRange(0, 100)]
    public int? RestartJitter { get; set; }

    /// <summary>The signal that asks it to end.</summary>
    [Parameter(ParameterSetName = ByProgram), Key("stopSignal")]
    [ValidateSet("SIGTERM", "SIGINT", "SIGQUIT", "SIGHUP", "SIGUSR1", "SIGUSR2", "SIGWINCH", "SIGABRT", "SIGKILL")]
    public string? StopSignal { get; set; }

    /// <summary>Who gets the signal: the program and all that it has started, or the program alone.</summary>
    [Parameter(ParameterSetName = ByProgram), Key("stopSignalTo"), ValidateSet("Group", "Main")]
    public string? StopSignalTo { get; set; }

    /// <summary>How long it may take to end before it is killed, as a duration or a number of seconds.</summary>
    [Parameter(ParameterSetName = ByProgram), Key("stopTimeout"), Seconds]
    public TimeSpan? StopTimeout { get; set; }

    /// <summary>Whether its standard input ends at once, or stays open and never has anything.</summary>
    [Parameter(ParameterSetName = ByProgram), Key("stdin"), ValidateSet("Empty", "Open")]
    public string? Stdin { get; set; }

    /// <summary>How standard output and standard error are kept: in one log in exact order, each in its own, or in one log through a pipe.</summary>
    [Parameter(ParameterSetName = ByProgram), Key("output"), ValidateSet("Merged", "Separate", "Pipe")]
    public string? Output { get; set; }

    /// <summary>How many bytes of memory it may use before it is restarted.</summary>
    [Parameter(ParameterSetName = ByProgram), Key("maxMemory"), ValidateRange(1L << 20, 1L << 50)]
    public long? MaxMemory { get; set; }

    /// <summary>The processes of this session that must be ready before it starts.</summary>
    [Parameter(ParameterSetName = ByProgram), Key("dependsOn"), ArgumentCompleter(typeof(ProcessNameCompleter)), ValidateNotNullOrEmpty]
    public string[]? DependsOn { get; set; }

    /// <summary>What is asked whether it works; without it there is no health check.</summary>
    [Parameter(ParameterSetName = ByProgram), Key("healthCheck.path"), ValidateNotNull]
    public Uri? HealthCheckUri { get; set; }

    /// <summary>The pause between two health checks, as a duration or a number of seconds.</summary>
    [Parameter(ParameterSetName = ByProgram), Key("healthCheck.interval"), Seconds]
    public TimeSpan? HealthCheckInterval { get; set; }

    /// <summary>How long an answer may take, as a duration or a number of seconds.</summary>
    [Parameter(ParameterSetName = ByProgram), Key("healthCheck.timeout"), Seconds]
    public TimeSpan? HealthCheckTimeout { get; set; }

    /// <summary>How many failures in a row make it unhealthy.</summary>
    [Parameter(ParameterSetName = ByProgram), Key("healthCheck.retries"), ValidateRange(1, 1_000_000)]
    public int? HealthCheckRetries { get; set; }

    /// <summary>How long after its start failures do not count, as a duration or a number of seconds.</summary>
    [Parameter(ParameterSetName = ByProgram), Key("healthCheck.startPeriod"), Seconds]
    public TimeSpan? HealthCheckStartPeriod { get; set; }

    /// <summary>What happens to it when it is unhealthy.</summary>
    [Parameter(ParameterSetName = ByProgram), Key("healthCheck.onUnhealthy"), ValidateSet("Restart", "Report")]
    public string? OnUnhealthy { get; set; }

    /// <summary>A cron expression: it runs at these times instead of all the time.</summary>
    [Parameter(ParameterSetName = ByProgram), Key("schedule.cron"), ValidateNotNullOrEmpty]
    public string? Schedule { get; set; }

    /// <summary>The time zone of the schedule.</summary>
    [Parameter(ParameterSetName = ByProgram), Key("schedule.timezone"), ValidateNotNullOrEmpty]
    public string? TimeZone { get; set; }

    /// <summary>What happens at a scheduled time while the last run still goes on.</summary>
    [Parameter(ParameterSetName = ByProgram), Key("schedule.overlap"), ValidateSet("Skip", "Queue", "Kill")]
    public string? Overlap { get; set; }

    /// <summary>How long a scheduled run may last, as a duration or a number of seconds.</summary>
    [Parameter(ParameterSetName = ByProgram), Key("schedule.maxDuration"), Seconds]
    public TimeSpan? MaxDuration { get; set; }

    private IReadOnlyList<DefinedKey> DefinedKeys()
    {
        if (NoRestart && RestartOnFailure)
        {
            throw new PSArgumentException($"-{nameof(NoRestart)} and -{nameof(RestartOnFailure)} exclude each other. Use one of them.");
        }

        var keys = Keys.Where(pair => MyInvocation.BoundParameters.ContainsKey(pair.Parameter.Name))
            .Select(pair => new DefinedKey(pair.Key, ValueOf(pair.Parameter.GetValue(this)!, pair.Parameter))).ToList();
        if (HealthCheckUri is not null)
        {
            keys.Add(new DefinedKey("healthCheck.enabled", true));
        }

        return keys;
    }

    private static object ValueOf(object value, PropertyInfo parameter) => value switch
    {
        SwitchParameter given when parameter.Name == nameof(RestartOnFailure) => given.IsPresent ? "onFailure" : true,
        SwitchParameter given => !given.IsPresent, // -NoRestart
        Uri address => address.OriginalString,
        string choice when parameter.IsDefined(typeof(ValidateSetAttribute)) && !choice.StartsWith("SIG", StringComparison.OrdinalIgnoreCase) => choice.ToLowerInvariant(),
        string signal when parameter.Name == nameof(StopSignal) => signal.ToUpperInvariant(),
        _ => value,
    };

    /// <summary>Says what is wrong with a definition by the parameters that made it: there is no file to look into.</summary>
    private ProcessProxyException InParameters(ProcessProxyException invalid, string name) => new(
        invalid.Code, string.Join(System.Environment.NewLine, invalid.Problems.Select(problem => InParameters(problem, $"processes.{name}"))), invalid);

    private string InParameters(ConfigurationProblem problem, string process)
    {
        if (problem.Code == NoHealthAddress)
        {
            return $"-{nameof(HealthCheckUri)} must be a full URL that begins with http:// or https://, not '{HealthCheckUri}'.";
        }

        if (problem.Code == CommandLine)
        {
            return $"-{nameof(FilePath)} must be a single program, and there is no program named '{FilePath}'. Put its arguments in -{nameof(ArgumentList)}.";
        }

        var key = problem.Key == process ? "" : problem.Key[(process.Length + 1)..];
        var (parameter, type) = Keys.Where(pair => pair.Key == key.Split('[')[0]).Select(pair => (pair.Parameter.Name, pair.Parameter.PropertyType))
            .FirstOrDefault((key.Split('.', '[')[0] switch
            {
                "command" => nameof(FilePath),
                "args" => nameof(ArgumentList),
                "cwd" => nameof(WorkingDirectory),
                "env" => nameof(Environment),
                "healthCheck" => nameof(HealthCheckUri),
                "schedule" => nameof(Schedule),
                _ => nameof(Name),
            }, typeof(string)));
        var unit = type == typeof(TimeSpan?) && problem.Message.Contains("must be from", StringComparison.Ordinal) ? " milliseconds" : "";
        var message = problem.Message.TrimEnd('.') + unit + '.';
        return message.StartsWith($"'{problem.Key}'", StringComparison.Ordinal)
            ? $"-{parameter}{message[(problem.Key.Length + 2)..]}"
            : $"-{parameter}: {message}";
    }
}
