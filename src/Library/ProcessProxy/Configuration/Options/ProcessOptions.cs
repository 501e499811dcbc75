using ProcessProxy.Configuration.Keys;
using ProcessProxy.Configuration.Keys.Kinds;
using ProcessProxy.Configuration.Problems;
using ProcessProxy.Configuration.Resolving;

namespace ProcessProxy.Configuration;

/// <summary>
/// Configures a process by code, with the keys that it has in a file. Values are taken as they are: nothing is expanded but <c>${PORT}</c> in
/// a process with <see cref="Port"/>, and <c>${INSTANCE}</c> in one with <see cref="Instances"/>. They are checked when the configuration is
/// loaded, as those of a file.
/// </summary>
public sealed class ProcessOptions
{
    private readonly SetKeys<ProcessSpec> keys = new(ProcessKeys.All, new ProcessSpec
    {
        Id = "",
        Launch = new() { Command = "", Cwd = "", PidFile = "", Log = new() { File = "" } },
        HealthCheck = new(),
        PreStart = new() { Command = new() { Command = "" } },
    });

    internal ProcessOptions(string id)
    {
        Id = id;
        HealthCheck = new(keys.Section("healthCheck"));
        Schedule = new(keys.Section("schedule"));
        PreStart = new(keys.Section("preStart"));
        StopCommand = new(keys.Section("stopCommand"));
        keys.SetLate(
            () => Env.Count == 0 ? null : new EnvironmentChange(
                new(Env.Where(variable => variable.Value is not null)!), [.. Env.Where(variable => variable.Value is null).Select(variable => variable.Key)]),
            nameof(Env));
    }

    /// <inheritdoc cref="ProcessSpec.Id"/>
    public string Id { get; }

    /// <inheritdoc cref="ProcessSpec.Name"/>
    public string? Name { get => keys.Find<string>(); set => keys.Set(value); }

    /// <inheritdoc cref="ProcessSpec.Description"/>
    public string? Description { get => keys.Find<string>(); set => keys.Set(value); }

    /// <inheritdoc cref="ProcessSpec.Enabled"/>
    public bool Enabled { get => keys.Get<bool>(); set => keys.Set(value); }

    /// <inheritdoc cref="LaunchSpec.Command"/>
    /// <value>There is no default; the value is required.</value>
    public string? Command { get => keys.Find<string>(); set => keys.Set(value); }

    /// <inheritdoc cref="LaunchSpec.Args"/>
    public IReadOnlyList<string> Args { get => keys.Get<ValueList<string>>(); set => keys.SetList<string>(value); }

    /// <summary>Gets or sets the working directory, relative to the project directory.</summary>
    /// <value>The default is the project directory.</value>
    public string? Cwd { get => keys.Find<string>(); set => keys.Set(value); }

    /// <summary>Gets the environment variables of the process, which replace those of this one; null removes one of this one.</summary>
    /// <value>The default is no variables.</value>
    public IDictionary<string, string?> Env { get; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <inheritdoc cref="ProcessSpec.Port"/>
    public PortSpec? Port { get => keys.Find<PortSpec>(); set => keys.Set(value); }

    /// <summary>Gets or sets the environment variable in which the program finds its port; it wins over that of <see cref="Port"/>.</summary>
    /// <value>The default is <c>PORT</c>.</value>
    public string? PortVariable { get => keys.Find<string>() ?? Port?.Variable; set => keys.Set(value); }

    /// <inheritdoc cref="ProcessSpec.Instances"/>
    public int Instances { get => keys.Get<int>(); set => keys.Set(value); }

    /// <inheritdoc cref="ReplaceSpec.Mode"/>
    /// <value>The default is <see cref="ReplaceMode.Rolling"/> with a chosen port, otherwise <see cref="ReplaceMode.StopFirst"/>.</value>
    public ReplaceMode? Replace { get => keys.FindValue<ReplaceMode>(); set => keys.SetValue(value); }

    /// <inheritdoc cref="ReplaceSpec.ReadyAfter"/>
    public TimeSpan ReadyAfter { get => keys.Get<TimeSpan>(); set => keys.Set(value); }

    /// <inheritdoc cref="ReplaceSpec.StableFor"/>
    public TimeSpan StableFor { get => keys.Get<TimeSpan>(); set => keys.Set(value); }

    /// <inheritdoc cref="ReplaceSpec.DrainTimeout"/>
    public TimeSpan DrainTimeout { get => keys.Get<TimeSpan>(); set => keys.Set(value); }

    /// <inheritdoc cref="ReplaceSpec.Timeout"/>
    public TimeSpan ReplaceTimeout { get => keys.Get<TimeSpan>(); set => keys.Set(value); }

    /// <inheritdoc cref="ProcessSpec.Start"/>
    public StartMode Start { get => keys.Get<StartMode>(); set => keys.Set(value); }

    /// <inheritdoc cref="ProcessSpec.IdleTimeout"/>
    /// <value>The default is 10 minutes with <see cref="StartMode.OnDemand"/>, otherwise 0.</value>
    public TimeSpan? IdleTimeout { get => keys.FindValue<TimeSpan>(); set => keys.SetValue(value); }

    /// <summary>Gets the command that runs before each launch.</summary>
    public PreStartOptions PreStart { get; }

    /// <inheritdoc cref="RestartSpec.OnExit"/>
    public RestartCondition RestartOnExit { get => keys.Get<RestartCondition>(); set => keys.Set(value); }

    /// <inheritdoc cref="RestartSpec.Delay"/>
    public TimeSpan RestartDelay { get => keys.Get<TimeSpan>(); set => keys.Set(value); }

    /// <inheritdoc cref="RestartSpec.Max"/>
    public int MaxRestarts { get => keys.Get<int>(); set => keys.Set(value); }

    /// <inheritdoc cref="RestartSpec.Backoff"/>
    public RestartBackoff RestartBackoff { get => keys.Get<RestartBackoff>(); set => keys.Set(value); }

    /// <inheritdoc cref="RestartSpec.MaxDelay"/>
    public TimeSpan MaxRestartDelay { get => keys.Get<TimeSpan>(); set => keys.Set(value); }

    /// <inheritdoc cref="RestartSpec.ResetAfter"/>
    public TimeSpan ResetAfter { get => keys.Get<TimeSpan>(); set => keys.Set(value); }

    /// <inheritdoc cref="RestartSpec.Jitter"/>
    public int RestartJitter { get => keys.Get<int>(); set => keys.Set(value); }

    /// <inheritdoc cref="StopSpec.Signal"/>
    public string StopSignal { get => keys.Get<string>(); set => keys.Set(value); }

    /// <inheritdoc cref="StopSpec.SignalTo"/>
    public StopTarget StopSignalTo { get => keys.Get<StopTarget>(); set => keys.Set(value); }

    /// <summary>Gets the command that asks the process to stop, instead of the signal.</summary>
    public CommandOptions StopCommand { get; }

    /// <inheritdoc cref="StopSpec.Timeout"/>
    public TimeSpan StopTimeout { get => keys.Get<TimeSpan>(); set => keys.Set(value); }

    /// <summary>Gets or sets the folder of the PID file, relative to the project directory.</summary>
    /// <value>The default is <see cref="SettingsOptions.DefaultPidDir"/>.</value>
    public string? PidDir { get => keys.Find<string>(); set => keys.Set(value); }

    /// <summary>Gets or sets the path of the PID file, relative to the project directory; it wins over <see cref="PidDir"/>.</summary>
    /// <value>The default is <c>{id}.pid</c> in <see cref="PidDir"/>.</value>
    public string? PidFile { get => keys.Find<string>(); set => keys.Set(value); }

    /// <inheritdoc cref="LaunchSpec.CleanupPidOnExit"/>
    public bool CleanupPidOnExit { get => keys.Get<bool>(); set => keys.Set(value); }

    /// <inheritdoc cref="LaunchSpec.Stdin"/>
    public InputMode Stdin { get => keys.Get<InputMode>(); set => keys.Set(value); }

    /// <inheritdoc cref="LogSpec.Output"/>
    public OutputMode Output { get => keys.Get<OutputMode>(); set => keys.Set(value); }

    /// <summary>Gets how the process is asked whether it works. To set anything here turns the check on, unless <see cref="HealthCheckOptions.Enabled"/> says otherwise.</summary>
    public HealthCheckOptions HealthCheck { get; }

    /// <inheritdoc cref="ProcessSpec.MaxMemory"/>
    public long? MaxMemory { get => keys.FindValue<long>(); set => keys.SetValue(value); }

    /// <inheritdoc cref="ProcessSpec.DependsOn"/>
    public IReadOnlyList<Dependency> DependsOn { get => keys.Get<ValueList<Dependency>>(); set => keys.SetList<Dependency>(value); }

    /// <summary>Gets when the process runs. To set anything here makes it a job, which does not run all the time.</summary>
    public ScheduleOptions Schedule { get; }

    internal WrittenProcess Write(Reading reading)
    {
        var names = InstanceText.NamesOf(Port is not null, keys.FindValue<int>(nameof(Instances)) is not null);
        return new(Id, keys.Write(Place.InCode($"processes.{Id}"), reading with { Expansion = reading.Expansion.Keeping(names) }));
    }
}
