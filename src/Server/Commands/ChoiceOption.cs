using System.CommandLine;
using System.CommandLine.Parsing;

namespace ProcessProxy.Server.Commands;

/// <summary>An option whose values are the names of an enum in lower case.</summary>
internal sealed class ChoiceOption<T> : Option<T?>
    where T : struct, Enum
{
    private static readonly string[] Words = [.. Enum.GetNames<T>().Select(name => name.ToLowerInvariant())];

    /// <summary>Creates the option.</summary>
    public ChoiceOption(string name)
        : base(name)
    {
        HelpName = string.Join('|', Words);
        CustomParser = Read;
        CompletionSources.Add(_ => Words.Select(word => new System.CommandLine.Completions.CompletionItem(word)));
    }

    private T? Read(ArgumentResult argument)
    {
        var written = argument.Tokens[0].Value;
        if (Words.Contains(written, StringComparer.OrdinalIgnoreCase) && Enum.TryParse<T>(written, ignoreCase: true, out var value))
        {
            return value;
        }

        argument.AddError($"{Name} must be {string.Join(", ", Words.SkipLast(1))} or {Words[^1]}, not '{written}'.");
        return null;
    }
}
