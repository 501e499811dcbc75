using System.Globalization;
using ProcessProxy.Configuration;
using ProcessProxy.Configuration.Resolving;
using ProcessProxy.Platform.Network;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Supervision.Keeping;
using ProcessProxy.Supervision.Machine;
using ProcessProxy.Supervision.Running;

namespace ProcessProxy.Supervision.Diagnosis;

/// <summary>Finds the configured port of a process, and its owner.</summary>
internal sealed class PortFacts(Fleet fleet, IPortTable? ports)
{
    private const string PortKey = "port";
    private const string Unseen = "a program that cannot be seen from here";

    public PortFact? Find(ProcessRunner runner, ProcessState state, ServerSpec server)
    {
        var spec = runner.Spec;
        if (WantedBy(spec, state, server) is not var (number, key))
        {
            return null;
        }

        var unknown = new PortFact(number, key, IsKnown: false, null, IsOwn: false) { Variable = VariableOf(spec, key) };
        if (ports is null)
        {
            return unknown;
        }

        try
        {
            return ports.Find(number) is { } listener
                ? unknown with { IsKnown = true, Owner = ToOwner(listener, server), IsOwn = IsOf(listener, runner.Key, state) || IsOf(listener, runner.Key, runner.State) }
                : unknown with { IsKnown = true, Others = state.Identity is { } run ? ports.PortsOf(run.Pid) : [] };
        }
        catch (IOException)
        {
            // The owner is unknown if it cannot be determined now, for example for lack of descriptors.
            return unknown;
        }
    }

    /// <summary>Returns the variable in which the program finds the port that a key decides.</summary>
    private static string? VariableOf(ProcessSpec spec, IReadOnlyList<string> key) => key[^1] switch
    {
        PortKey => spec.Process?.Port?.Variable ?? spec.Port?.Variable,
        HealthTargets.PortVariable => HealthTargets.PortVariable,
        _ => null,
    };

    /// <summary>Returns the port that the program is told to use; otherwise the one where the proxy or the health check expects it on this machine.</summary>
    private static (int Number, IReadOnlyList<string> Key)? WantedBy(ProcessSpec spec, ProcessState state, ServerSpec server)
    {
        if (state.Port is { } given)
        {
            return (given, ["processes", spec.ProcessId, PortKey]);
        }

        if (HealthTargets.PortOf(spec.Launch.Env) is { } told)
        {
            return (told, ["processes", spec.Id, "env", HealthTargets.PortVariable]);
        }

        foreach (var (index, route) in server.Routes.Index())
        {
            if (route.Process == spec.Id && route.Action is ForwardSpec { Target: { IsLoopback: true } target })
            {
                return (target.Port, ["routes", index.ToString(CultureInfo.InvariantCulture), "target"]);
            }
        }

        return spec.HealthCheck?.Url is { IsLoopback: true } url ? (url.Port, ConfigurationKey.Of(spec.Id, "healthCheck.path")) : null;
    }

    private PortOwner ToOwner(PortListener listener, ServerSpec server) => new(
        listener.Pid, listener.Command ?? (listener is { Pid: null, IsForeign: false } ? Unseen : null),
        server.Processes.All.Select(process => process.Id).FirstOrDefault(id => fleet.Find(id) is { } other && other.Runners.Any(runner => IsOf(listener, runner.Key, runner.State))));

    /// <summary>
    /// By its mark, of any run: a run that is still ending may have its port while the next one begins. By its session, if the program has overwritten its
    /// environment; then a run that began after the state was read counts too.
    /// </summary>
    private static bool IsOf(PortListener listener, string key, ProcessState state) =>
        listener.Run is { } run ? run.StartsWith(PersistedState.MarkPrefix(key), StringComparison.Ordinal) : IsIn(listener, state.Identity);

    private static bool IsIn(PortListener listener, ProcessIdentity? run) => run is not null && (listener.Pid == run.Pid || listener.Session == run.Pid);
}
