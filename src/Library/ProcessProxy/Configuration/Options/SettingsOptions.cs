using ProcessProxy.Configuration.Keys;
using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration;

/// <summary>Names what happens to the processes when the supervisor ends.</summary>
public enum ExitAction
{
    /// <summary>They are stopped.</summary>
    Stop,

    /// <summary>They are left running for the next supervisor.</summary>
    Detach,
}

/// <summary>Configures by code what concerns all processes: <c>settings</c> of a file.</summary>
public sealed class SettingsOptions
{
    private readonly SetKeys<ProcessesSpec> keys = new(SettingsKeys.All, new ProcessesSpec { StateDirectory = ProcessesSpec.DefaultStateDirectory });
    private readonly SetKeys<ProcessesSpec> pidManagement;
    private readonly SetKeys<ProcessesSpec> logging;
    private readonly SetKeys<ProcessSpec> ofEach = new(ProcessKeys.All, new ProcessSpec
    {
        Id = "",
        Launch = new() { Command = "", Cwd = "", PidFile = "", Log = new() { File = "" } },
    });

    internal SettingsOptions()
    {
        pidManagement = keys.Section("pidManagement");
        logging = keys.Section("logging");
    }

    /// <summary>Gets or sets the folder of PID files and of the state of all processes, relative to the project directory.</summary>
    /// <value>The default is <c>./pids</c>.</value>
    public string DefaultPidDir { get => pidManagement.Get<string>(); set => pidManagement.Set(value); }

    /// <inheritdoc cref="ProcessesSpec.LogHealthChecks"/>
    public bool LogHealthChecks { get => logging.Get<bool>(); set => logging.Set(value); }

    /// <inheritdoc cref="ProcessesSpec.LogRestarts"/>
    public bool LogRestarts { get => logging.Get<bool>(); set => logging.Set(value); }

    /// <inheritdoc cref="ProcessesSpec.PortRange"/>
    public PortRange PortRange { get => keys.Get<PortRange>(); set => keys.Set(value); }

    /// <summary>Gets or sets what happens to the processes when the supervisor ends.</summary>
    /// <value>The default is <see cref="ExitAction.Stop"/>.</value>
    public ExitAction OnExit
    {
        get => keys.GetChoice(ExitAction.Stop, ExitAction.Detach);
        set => keys.SetChoice(value, ExitAction.Stop, ExitAction.Detach);
    }

    /// <summary>Gets or sets the folder of the logs of processes, relative to the project directory.</summary>
    /// <value>The default is <c>./logs</c>.</value>
    public string LogDir { get => ofEach.Find<string>() ?? LogSpec.DefaultDirectory; set => ofEach.Set(value); }

    /// <inheritdoc cref="LogSpec.Keep"/>
    public bool LogProcessOutput { get => ofEach.Get<bool>(); set => ofEach.Set(value); }

    /// <inheritdoc cref="LogSpec.MaxSize"/>
    public long LogMaxSize { get => ofEach.Get<long>(); set => ofEach.Set(value); }

    /// <inheritdoc cref="LogSpec.MaxFiles"/>
    public int LogMaxFiles { get => ofEach.Get<int>(); set => ofEach.Set(value); }

    internal Written<ProcessesSpec> Write(Reading reading) => keys.Write(Place.InCode("settings"), reading);

    internal Written<ProcessSpec> WriteDefaults(Reading reading) => ofEach.Write(Place.InCode("settings"), reading);
}
