using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using ProcessProxy.PowerShell.Connections;

namespace ProcessProxy.PowerShell.Completion;

/// <summary>Completes the names of open connections.</summary>
public sealed class ConnectionNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var pattern = WildcardPattern.Get((wordToComplete ?? "").Trim('\'', '"') + "*", WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
        return [.. ConnectionTable.All.Where(one => one.IsOpen && one.Owner == Runspace.DefaultRunspace?.InstanceId && pattern.IsMatch(one.Name))
            .Select(one => new CompletionResult(one.Name.Contains(' ', StringComparison.Ordinal) ? $"'{one.Name}'" : one.Name, one.Name, CompletionResultType.ParameterValue, one.Name))];
    }
}
