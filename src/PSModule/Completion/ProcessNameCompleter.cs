using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using ProcessProxy.PowerShell.Connections;

namespace ProcessProxy.PowerShell.Completion;

/// <summary>Completes the names of processes. It is quick, and silent when it cannot.</summary>
public sealed class ProcessNameCompleter : IArgumentCompleter
{
    /// <summary>What somebody who presses Tab waits gladly.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var word = (wordToComplete ?? "").Trim('\'', '"');
        var pattern = WildcardPattern.Get(word + "*", WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
        return [.. Targets(fakeBoundParameters).SelectMany(Ids).Distinct(StringComparer.Ordinal).Where(pattern.IsMatch)
            .Order(StringComparer.OrdinalIgnoreCase).Select(id => new CompletionResult(id))];
    }

    private static IReadOnlyList<ProxyConnection> Targets(IDictionary? bound) =>
        bound?["Connection"] is ProxyConnection named ? [named] : ConnectionTable.TargetsOf(Runspace.DefaultRunspace);

    /// <summary>The ids of now; those seen last when a server takes its time.</summary>
    private static IReadOnlyList<string> Ids(ProxyConnection connection)
    {
        if (connection.Hosted is { } hosted)
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
            // Whatever it is, a completion is not the place to say it.
        }

        return connection.KnownIds;
    }
}
