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
    /// Returns the processes with these names, in the order of the names. A name without wildcards that matches none is an error; one with
    /// wildcards is not. An ID has priority over another process's display name.
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
                Report(ProxyErrors.NotFound(name, Where));
            }

            found.AddRange(matches.Where(match => !found.Contains(match)));
        }

        return found;
    }

    /// <summary>Describes the searched connections.</summary>
    private protected virtual string Where => string.Join(", ", Targets);

    private static List<FoundProcess> Match(IReadOnlyList<FoundProcess> all, string name)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(name))
        {
            var ids = all.Where(one => Same(one.Process.Id, name)).ToList();
            return ids.Count > 0 ? ids : [.. all.Where(one => Same(one.Process.Name, name))];
        }

        var pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
        return [.. all.Where(one => pattern.IsMatch(one.Process.Id) || pattern.IsMatch(one.Process.Name))];
    }

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private IEnumerable<FoundProcess> List(ProxyConnection connection)
    {
        var processes = Run(connection.Client.ListAsync, connection);
        connection.Remember(processes);
        return processes.Select(process => new FoundProcess(connection, Origins.Note(process, connection)));
    }
}
