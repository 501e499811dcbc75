using System.Text.RegularExpressions;
using ProcessProxy.PSModule.Tests.Engine;

namespace ProcessProxy.PSModule.Tests.Examples;

/// <summary>An example of a page in docs/cmdlets.</summary>
/// <param name="Name">The page and its own title.</param>
/// <param name="Code">What is typed.</param>
internal sealed partial record Example(string Name, string Code)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Example> All { get; } = [.. Directory
        .EnumerateFiles(Path.Combine(Repository.Root, "docs", "cmdlets"), "*-*.md").Order(StringComparer.Ordinal)
        .SelectMany(page => Section().Matches(File.ReadAllText(page).Split("\n## Examples\n")[1])
            .Select(found => new Example($"{Path.GetFileNameWithoutExtension(page)}: {found.Groups[1].Value}", found.Groups[2].Value)))];

    [GeneratedRegex(@"^### (.+?)\n\n```powershell\n(.+?)\n```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Section();
}
