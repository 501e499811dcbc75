using System.Text.RegularExpressions;

namespace ProcessProxy.FirstWeek.Documented;

/// <summary>A page of the documentation.</summary>
internal sealed partial class Page(string name)
{
    /// <summary>Every page, by its name below <c>docs</c>.</summary>
    public static IEnumerable<string> All { get; } =
        [.. Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md").Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];

    public string Text { get; } = File.ReadAllText(Path.Combine(Repository.Root, "docs", name));

    /// <summary>The fenced examples, each with its language and the heading it stands under.</summary>
    public IEnumerable<(string Heading, string Language, string Content)> Examples()
    {
        foreach (Match block in Block().Matches(Text))
        {
            var headings = Heading().Matches(Text[..block.Index]);
            yield return (headings.Count == 0 ? "" : headings[^1].Groups[1].Value, block.Groups[1].Value, block.Groups[2].Value);
        }
    }

    [GeneratedRegex("^```([a-z]*)\n(.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();

    [GeneratedRegex("^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
