using System.Text.RegularExpressions;

namespace ProcessProxy.Tests.Configuration.Schema;

/// <summary>What <c>docs/configuration.md</c> says of each key, for the editors that show it.</summary>
internal sealed partial class DocumentedKeys
{
    private readonly Dictionary<(string Section, string Key), (string Default, string Text)> rows = [];

    public DocumentedKeys(string page)
    {
        var section = "";
        foreach (var line in page.Split('\n'))
        {
            if (line.StartsWith('#'))
            {
                section = line.TrimStart('#', ' ');
            }
            else if (line.StartsWith("One of `", StringComparison.Ordinal))
            {
                section = line.Split('`')[1];
            }
            else if (Row().Match(line) is { Success: true, Groups: var cells })
            {
                rows.TryAdd((section, cells["key"].Value), (Plain(cells["default"].Value), Plain(cells["text"].Value)));
            }
        }
    }

    /// <summary>The default of a key as it is written in the table; empty when it has none.</summary>
    public string Default(string section, string key) => rows.GetValueOrDefault((section, key)).Default ?? "";

    /// <summary>What a key is for; null when nothing is said.</summary>
    public string? Text(string section, string key) => rows.GetValueOrDefault((section, key)).Text is { Length: > 0 } text ? text : null;

    private static string Plain(string cell) => Link().Replace(cell, "$1").Replace("`", "", StringComparison.Ordinal).Replace(" ()", "", StringComparison.Ordinal).Trim();

    [GeneratedRegex(@"^\| `(?<key>[^`]+)` \| (?<type>.*?) \|(?<default>[^|]*)\|(?<text>.*?)\|?$")]
    private static partial Regex Row();

    [GeneratedRegex(@"\s*\(?\[([^\]]+)\]\([^)]+\)\)?")]
    private static partial Regex Link();
}
