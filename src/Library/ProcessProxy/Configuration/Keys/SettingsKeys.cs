using ProcessProxy.Configuration.Keys.Kinds;

namespace ProcessProxy.Configuration.Keys;

/// <summary>Lists the keys of <c>settings</c> that concern all processes at once; the keys that replace the defaults of each process are in <see cref="ProcessKeys"/>.</summary>
internal static class SettingsKeys
{
    /// <summary>The key of the state folder.</summary>
    public const string StateDirectory = "pidManagement.defaultPidDir";

    /// <summary>The keys, in the order of the documentation.</summary>
    public static readonly KeyTable<ProcessesSpec> All = new(
    [
        new Key<ProcessesSpec, string>(
            StateDirectory, new PathKind(PathTarget.Folder), spec => spec.StateDirectory, (spec, value) => spec with { StateDirectory = value })
        {
            DefaultSays = $"`{ProcessesSpec.DefaultStateDirectory}`", Says = "the folder of the PID files and the state of all processes",
        },
        new Key<ProcessesSpec, bool>("logging.logHealthChecks", new FlagKind(), spec => spec.LogHealthChecks, (spec, value) => spec with { LogHealthChecks = value })
        {
            Says = "write each probe to the server's log",
        },
        new Key<ProcessesSpec, bool>("logging.logRestarts", new FlagKind(), spec => spec.LogRestarts, (spec, value) => spec with { LogRestarts = value })
        {
            Says = "write each restart to the server's log",
        },
        new Key<ProcessesSpec, PortRange>("portRange", new PortRangeKind(), spec => spec.PortRange, (spec, value) => spec with { PortRange = value })
        {
            Says = "the ports for processes with `port: auto`; choose a range below the ephemeral ports of the system",
        },
        new Key<ProcessesSpec, bool>(
            "onExit", new ChoiceKind<bool>(("stop", false), ("detach", true)), spec => spec.DetachOnExit, (spec, value) => spec with { DetachOnExit = value })
        {
            Says = "what happens to the processes when the server exits; `detach` leaves them running for the next server",
        },
    ]);
}
