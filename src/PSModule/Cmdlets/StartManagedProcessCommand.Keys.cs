using System.Globalization;
using System.Management.Automation;
using System.Reflection;
using ProcessProxy.PowerShell.Bridge;
using ProcessProxy.PowerShell.Completion;

namespace ProcessProxy.PowerShell.Commands;

// The parameters for keys of the process file, one line each.
public sealed partial class StartManagedProcessCommand
{
    /// <summary>A path alone requires a route or a port; see docs/configuration.md.</summary>
    private const string NoHealthAddress = "PP0211";
    private const string CommandLine = "PP0216";

    private static readonly IReadOnlyList<(PropertyInfo Parameter, string Key)> Keys =
    [
        .. typeof(StartManagedProcessCommand).GetProperties()
            .Select(property => (property, property.GetCustomAttribute<KeyAttribute>()?.Key)).Where(pair => pair.Key is not null).Select(pair => (pair.property, pair.Key!)),
    ];

    /// <summary>Gets or sets the description of the process.</summary>
    [Parameter(ParameterSetName = ByProgram), Key("description"), ValidateNotNullOrEmpty]
    public string? Description { get; set; }

    /// <summary>Gets or sets the port that the program is given in its environment: a number, or <c>auto</c> for a free one at each launch.</summary>
    [Parameter(ParameterSetName = ByProgram), Key("port"), ValidateNotNullOrEmpty]
    public string? Port { get; set; }

    /// <summary>Gets or sets the variable that contains the port.</summary>
    [Parameter(ParameterSetName = ByProgram), Key("portVariable"), ValidateNotNullOrEmpty]
    public string? PortVariable { get; set; }

    /// <summary>Gets or sets how many instances of the program run.</summary>
    [Parameter(ParameterSetName = ByProgram), Key("instances")]
    public int? Instances { get; set; }

    /// <summary>Gets or sets whether a new program is started beside the running one, or after its end.</summary>
    [Parameter(ParameterSetName = ByProgram), Key("replace"), ValidateSet("Rolling", "StopFirst")]
    public string? Replace { get; set; }

    /// <summary>Gets or sets the age at which a program without a port and without a health check counts as ready, as a duration or a number of seconds.</summary>
    [Parameter(ParameterSetName = ByProgram), Key("readyAfter"), Seconds]
    public TimeSpan? ReadyAfter { get; set; }

    /// <summary>Gets or sets how long a new program must go on to answer before it takes over, as a duration or a number of seconds.</summary>
    [Parameter(ParameterSetName = ByProgram), Key("stableFor"), Seconds]
    public TimeSpan? StableFor { get; set; }

    /// <summary>Gets or sets the time that the old program has to answer the requests in progress, as a duration or a number of seconds.</summary>
    [Parameter(ParameterSetName = ByProgram), Key("drainTimeout"), Seconds]
    public TimeSpan? DrainTimeout { get; set; }

    /// <summary>Gets or sets the time in which a new program must become ready, as a duration or a number of seconds.</summary>
    [Parameter(ParameterSetName = ByProgram), Key("replaceTimeout"), Seconds]
    public TimeSpan? ReplaceTimeout { get; set; }

    /// <summary>Gets or sets whether the process is not restarted when it exits.</summary>
    [Parameter(ParameterSetName = ByProgram), Key("restartOnExit")]
    public SwitchParameter NoRestart { get; set; }

    /// <summary>Gets or sets whether the process is restarted unless it exits with code 0.</summary>
    [Parameter(ParameterSetName = ByProgram), Key("restartOnExit")]
    public SwitchParameter RestartOnFailure { get; set; }

    /// <summary>Gets or sets the delay before a restart, as a duration or a number of seconds.</summary>
    [Parameter(ParameterSetName = ByProgram), Key("restartDelay"), Seconds]
    public TimeSpan? RestartDelay { get; set; }

    /// <summary>Gets or sets the maximum number of consecutive restarts.</summary>
    [Parameter(ParameterSetName = ByProgram), Key("maxRestarts"), ValidateRange(0, 1_000_000)]
    public int? MaxRestarts { get; set; }

    /// <summary>Gets or sets whether the delay stays the same or doubles each time.</summary>
    [Parameter(ParameterSetName = ByProgram), Key("restartBackoff"), ValidateSet("Constant", "Exponential")]
    public string? RestartBackoff { get; set; }

    /// <summary>Gets or sets the longest delay, as a duration or a number of seconds.</summary>
    [Parameter(ParameterSetName = ByProgram), Key("maxRestartDelay"), Seconds]
    public TimeSpan? MaxRestartDelay { get; set; }

    /// <summary>Gets or sets the running time after which earlier failures are forgotten, as a duration or a number of seconds.</summary>
    [Parameter(ParameterSetName = ByProgram), Key("resetAfter"), Seconds]
    public TimeSpan? ResetAfter { get; set; }

    /// <summary>Gets or sets the maximum random extension of each delay, in percent.</summary>
    [Parameter(ParameterSetName = ByProgram), Key("restartJitter"), ValidateRange(0, 100)]
    public int? RestartJitter { get; set; }

    /// <summary>Gets or sets the signal that asks the process to stop.</summary>
    [Parameter(ParameterSetName = ByProgram), Key("stopSignal")]
    [ValidateSet("SIGTERM", "SIGINT", "SIGQUIT", "SIGHUP", "SIGUSR1", "SIGUSR2", "SIGWINCH", "SIGABRT", "SIGKILL")]
    public string? StopSignal { get; set; }

    /// <summary>Gets or sets which parts of the process get the signal: the program and everything it started, or the program alone.</summary>
    [Parameter(ParameterSetName = ByProgram), Key("stopSignalTo"), ValidateSet("Group", "Main")]
    public string? StopSignalTo { get; set; }

    /// <summary>Gets or sets the time the process has to stop before it is killed, as a duration or a number of seconds.</summary>
    [Parameter(ParameterSetName = ByProgram), Key("stopTimeout"), Seconds]
    public TimeSpan? StopTimeout { get; set; }

    /// <summary>Gets or sets whether standard input ends immediately, or stays open without data.</summary>
    [Parameter(ParameterSetName = ByProgram), Key("stdin"), ValidateSet("Empty", "Open")]
    public string? Stdin { get; set; }

    /// <summary>Gets or sets how standard output and standard error are written: to one log in exact order, to separate logs, or to one log through a pipe.</summary>
    [Parameter(ParameterSetName = ByProgram), Key("output"), ValidateSet("Merged", "Separate", "Pipe")]
    public string? Output { get; set; }

    /// <summary>Gets or sets the memory limit, in bytes, above which the process is restarted.</summary>
    [Parameter(ParameterSetName = ByProgram), Key("maxMemory"), ValidateRange(1L << 20, 1L << 50)]
    public long? MaxMemory { get; set; }

    /// <summary>Gets or sets the processes of this session that must be ready before this one starts.</summary>
    [Parameter(ParameterSetName = ByProgram), Key("dependsOn"), ArgumentCompleter(typeof(ProcessNameCompleter)), ValidateNotNullOrEmpty]
    public string[]? DependsOn { get; set; }

    /// <summary>Gets or sets the path or URL of the health check. Without it, there is no health check.</summary>
    [Parameter(ParameterSetName = ByProgram), Key("healthCheck.path"), ValidateNotNull]
    public Uri? HealthCheckUri { get; set; }

    /// <summary>Gets or sets the time between two health checks, as a duration or a number of seconds.</summary>
    [Parameter(ParameterSetName = ByProgram), Key("healthCheck.interval"), Seconds]
    public TimeSpan? HealthCheckInterval { get; set; }

    /// <summary>Gets or sets the timeout of a health check, as a duration or a number of seconds.</summary>
    [Parameter(ParameterSetName = ByProgram), Key("healthCheck.timeout"), Seconds]
    public TimeSpan? HealthCheckTimeout { get; set; }

    /// <summary>Gets or sets the number of consecutive failures after which the process is unhealthy.</summary>
    [Parameter(ParameterSetName = ByProgram), Key("healthCheck.retries"), ValidateRange(1, 1_000_000)]
    public int? HealthCheckRetries { get; set; }

    /// <summary>Gets or sets the time after a start in which failures do not count, as a duration or a number of seconds.</summary>
    [Parameter(ParameterSetName = ByProgram), Key("healthCheck.startPeriod"), Seconds]
    public TimeSpan? HealthCheckStartPeriod { get; set; }

    /// <summary>Gets or sets what happens when the process is unhealthy.</summary>
    [Parameter(ParameterSetName = ByProgram), Key("healthCheck.onUnhealthy"), ValidateSet("Restart", "Report")]
    public string? OnUnhealthy { get; set; }

    /// <summary>Gets or sets a cron expression: the process runs at these times instead of continuously.</summary>
    [Parameter(ParameterSetName = ByProgram), Key("schedule.cron"), ValidateNotNullOrEmpty]
    public string? Schedule { get; set; }

    /// <summary>Gets or sets the time zone of the schedule.</summary>
    [Parameter(ParameterSetName = ByProgram), Key("schedule.timezone"), ValidateNotNullOrEmpty]
    public string? TimeZone { get; set; }

    /// <summary>Gets or sets what happens at a scheduled time while the last run is still in progress.</summary>
    [Parameter(ParameterSetName = ByProgram), Key("schedule.overlap"), ValidateSet("Skip", "Queue", "Kill")]
    public string? Overlap { get; set; }

    /// <summary>Gets or sets the time limit of a scheduled run, as a duration or a number of seconds.</summary>
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
        string port when parameter.Name == nameof(Port) => int.TryParse(port, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : port.ToLowerInvariant(),
        string mode when parameter.Name == nameof(Replace) => mode.Equals("StopFirst", StringComparison.OrdinalIgnoreCase) ? "stop-first" : mode.ToLowerInvariant(),
        string choice when parameter.IsDefined(typeof(ValidateSetAttribute)) && !choice.StartsWith("SIG", StringComparison.OrdinalIgnoreCase) => choice.ToLowerInvariant(),
        string signal when parameter.Name == nameof(StopSignal) => signal.ToUpperInvariant(),
        _ => value,
    };

    /// <summary>Describes a problem in a definition in terms of its parameters, because there is no file.</summary>
    private ProcessProxyException InParameters(ProcessProxyException invalid, string name) => new(
        invalid.Code, string.Join(System.Environment.NewLine, invalid.Problems.Select(problem => InParameters(problem, $"processes.{name}"))), invalid);

    private string InParameters(ConfigurationProblem problem, string process)
    {
        if (problem.Code == NoHealthAddress)
        {
            return $"-{nameof(HealthCheckUri)} must be a full URL that begins with http:// or https://, or a path beside -{nameof(Port)}, not '{HealthCheckUri}'.";
        }

        if (problem.Code == CommandLine)
        {
            return $"-{nameof(FilePath)} must be a single program, and there is no program named '{FilePath}'. Put its arguments in -{nameof(ArgumentList)}.";
        }

        var key = problem.Key == process ? "" : problem.Key[(process.Length + 1)..];
        var parameter = Keys.Where(pair => pair.Key == key.Split('[')[0]).Select(pair => pair.Parameter.Name)
            .FirstOrDefault(key.Split('.', '[')[0] switch
            {
                "command" => nameof(FilePath),
                "args" => nameof(ArgumentList),
                "cwd" => nameof(WorkingDirectory),
                "env" => nameof(Environment),
                "healthCheck" => nameof(HealthCheckUri),
                "schedule" => nameof(Schedule),
                _ => nameof(Name),
            });
        var message = problem.Message;
        return message.StartsWith($"'{problem.Key}'", StringComparison.Ordinal)
            ? $"-{parameter}{message[(problem.Key.Length + 2)..]}"
            : $"-{parameter}: {message}";
    }
}
