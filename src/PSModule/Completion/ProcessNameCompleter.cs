using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using ProcessProxy.PowerShell.Connections;

namespace ProcessProxy.PowerShell.Completion;

/// <summary>Completes the names of processes. It is fast, and silent on errors.</summary>
public sealed class ProcessNameCompleter : IArgumentCompleter
{
    /// <summary>What separates the number of an instance from the ID.</summary>
    private const char Separator = ':';

    /// <summary>The longest acceptable wait after pressing Tab.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var word = (wordToComplete ?? "").Trim('\'', '"');
        var pattern = WildcardPattern.Get(word + "*", WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);

        // Instances are too many to be shown before somebody asks for one.
        var isInstance = word.Contains(Separator, StringComparison.Ordinal);
        return [.. Targets(fakeBoundParameters).SelectMany(target => Names(target, isInstance)).Distinct(StringComparer.Ordinal)
            .Where(name => name.Contains(Separator, StringComparison.Ordinal) == isInstance && pattern.IsMatch(name))
            .Order(StringComparer.OrdinalIgnoreCase).Select(id => new CompletionResult(id))];
    }

    private static IReadOnlyList<ProxyConnection> Targets(IDictionary? bound) =>
        bound?["Connection"] is ProxyConnection named ? [named] : ConnectionTable.TargetsOf(Runspace.DefaultRunspace);

    /// <summary>Returns the current names, or those last seen if a server is slow.</summary>
    private static IReadOnlyList<string> Names(ProxyConnection connection, bool isInstance)
    {
        if (connection.Hosted is { } hosted && !isInstance)
        {
            return hosted.ProcessIds;
        }

        try
        {
            using var limit = new CancellationTokenSource(Patience, TimeProvider.System);
            var list = Task.Run(() => connection.Client.ListAsync(limit.Token), limit.Token);
            if (list.Wait(Patience))
            {
                connection.Remember(list.Result);
            }
        }
        catch (Exception)
        {
            // Whatever it is, a completion is not the place to report it.
        }

        return connection.KnownNames;
    }
}
