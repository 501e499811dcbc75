using System.Globalization;
using ProcessProxy.Configuration;
using ProcessProxy.Platform;

namespace ProcessProxy.Supervision.Diagnosis;

/// <summary>Finds which port a process wants, and who has it.</summary>
internal sealed class PortFacts(Fleet fleet, IPortTable? ports)
{
    private const string Variable = "PORT";

    public PortFact? Find(ProcessSpec spec, ProcessState state, ServerSpec server)
    {
        if (WantedBy(spec, server) is not var (number, key))
        {
            return null;
        }

        if (ports is null)
        {
            return new PortFact(number, key, IsKnown: false, null, IsOwn: false);
        }

        try
        {
            return ports.Find(number) is { } listener
                ? new PortFact(number, key, IsKnown: true, ToOwner(listener, server), IsOf(listener, state))
                : new PortFact(number, key, IsKnown: true, null, IsOwn: false);
        }
        catch (IOException)
        {
            // What cannot be seen now, for want of descriptors for example, is not known.
            return new PortFact(number, key, IsKnown: false, null, IsOwn: false);
        }
    }

    /// <summary>What the program is told, else where the proxy or the health check asks for it on this machine.</summary>
    private static (int Number, IReadOnlyList<string> Key)? WantedBy(ProcessSpec spec, ServerSpec server)
    {
        if (spec.Launch.Env.TryGetValue(Variable, out var text)
            && ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var told) && told > 0)
        {
            return (told, ["processes", spec.Id, "env", Variable]);
        }

        foreach (var (index, route) in server.Routes.Index())
        {
            if (route.Process == spec.Id && route.Target is { IsLoopback: true } target)
            {
                return (target.Port, ["routes", index.ToString(CultureInfo.InvariantCulture), "target"]);
            }
        }

        return spec.HealthCheck?.Url is { IsLoopback: true } url ? (url.Port, ConfigurationKey.Of(spec.Id, "healthCheck.path")) : null;
    }

    private PortOwner ToOwner(PortListener listener, ServerSpec server) => new(
        listener.Pid, listener.Command,
        server.Processes.All.Select(process => process.Id).FirstOrDefault(id => fleet.Find(id) is { } other && IsOf(listener, other.State)));

    /// <summary>By its mark, or by its session where it has overwritten its environment.</summary>
    private static bool IsOf(PortListener listener, ProcessState state) =>
        state.Identity is { } identity && (listener.Run == identity.Mark || listener.Pid == identity.Pid || (listener.Run is null && listener.Session == identity.Pid));
}
