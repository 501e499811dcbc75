using System.Management.Automation;
using ProcessProxy.PowerShell.Connections;
using ProcessProxy.PowerShell.Errors;

namespace ProcessProxy.PowerShell.Commands;

/// <summary>The base class of cmdlets that find processes by name.</summary>
public abstract class ProcessCmdlet : ConnectedCmdlet
{
    /// <summary>Returns all processes to act on.</summary>
    private protected virtual IReadOnlyList<FoundProcess> List() => ListOf(Targets);

    /// <summary>Returns all processes of some connections.</summary>
    private protected IReadOnlyList<FoundProcess> ListOf(IEnumerable<ProxyConnection> connections) => [.. connections.SelectMany(List)];

    /// <summary>
    /// Returns the processes and instances (<c>web:2</c>) with these names, in the order of the names. A name without wildcards that matches none is an
    /// error; one with wildcards is not. An ID has priority over another process's display name.
    /// </summary>
    private protected IReadOnlyList<FoundProcess> Find(IEnumerable<string> names)
    {
        var all = List();
        var found = new List<FoundProcess>();
        foreach (var name in names)
        {
            var matches = Match(all, name);
            if (matches.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                Report(ProxyErrors.NotFound(name, Where, all.Select(one => one.Process)));
            }

            found.AddRange(matches.Where(match => !found.Contains(match)));
        }

        return found;
    }

    /// <summary>Describes the searched connections.</summary>
    private protected virtual string Where => string.Join(", ", Targets);

    /// <summary>Warns of a running program that is still the old one, because its replacement has failed.</summary>
    private protected void WarnIfOutdated(ProcessInfo process)
    {
        if (process is { IsRunning: true, Outdated: true, ReplacementFailure: { } failure })
        {
            WriteWarning(
                $"{process.Address} is outdated: its old program continues, because the new program {failure.Reason}. "
                + $"To try again: Restart-ManagedProcess {process.Address}");
        }
    }

    /// <summary>Returns whether it is a whole process; one of several instances is an error.</summary>
    private protected bool IsWhole(FoundProcess found)
    {
        if (found.Process.IsOneOfSeveral)
        {
            Report(ProxyErrors.OnlyWhole(found.Process));
        }

        return !found.Process.IsOneOfSeveral;
    }

    private static List<FoundProcess> Match(IReadOnlyList<FoundProcess> all, string name)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(name))
        {
            var address = InstanceId.Parse(name);
            var ids = Parts(all.Where(one => Same(one.Process.Id, address.Process)), address);
            var names = ids.Count > 0 ? ids : [.. all.Where(one => Same(one.Process.Name, name))];
            return names.Count > 0 ? names : Parts(all.Where(one => Same(one.Process.Name, address.Process)), address);
        }

        // IDs have no colon, so a pattern with one is about instances.
        var pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
        return
        [
            .. all.Where(one => pattern.IsMatch(one.Process.Id) || pattern.IsMatch(one.Process.Name)),
            .. name.Contains(':', StringComparison.Ordinal) ? all.SelectMany(Parts).Where(part => pattern.IsMatch(part.At.ToString())).Select(part => part.One) : [],
        ];
    }

    private static List<FoundProcess> Parts(IEnumerable<FoundProcess> wholes, InstanceId address) =>
        [.. wholes.Select(one => Part(one, address)).OfType<FoundProcess>()];

    private static IEnumerable<(InstanceId At, FoundProcess One)> Parts(FoundProcess whole) => Enumerable.Range(1, whole.Process.Instances?.Count ?? 1)
        .Select(number => new InstanceId(whole.Process.Id, number)).Select(at => (at, Part(whole, at)!));

    /// <summary>Returns one instance of a process, or the whole, as it is addressed; null if it has no such instance.</summary>
    private static FoundProcess? Part(FoundProcess whole, InstanceId address) =>
        address.Of(whole.Process) is { } process ? whole with { Process = Origins.Note(process, whole.Connection) } : null;

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private IEnumerable<FoundProcess> List(ProxyConnection connection)
    {
        var processes = Run(connection.Client.ListAsync, connection);
        connection.Remember(processes);
        return processes.Select(process => new FoundProcess(connection, Origins.Note(process, connection)));
    }
}
