using System.Text;
using ProcessProxy.Configuration.Keys;

namespace ProcessProxy.Generate;

/// <summary>Writes the tables of keys between the markers of <c>docs/configuration.md</c>: <c>&lt;!-- keys: routes --&gt;</c> and <c>&lt;!-- end --&gt;</c>.</summary>
internal static class KeyDocument
{
    private const string Begin = "<!-- keys: ";
    private const string BeginEnd = " -->";
    private const string End = "<!-- end -->";

    private static readonly Dictionary<string, Func<IEnumerable<KeyFacts>>> Tables = new(StringComparer.Ordinal)
    {
        ["proxy"] = () => Facts(ServerKeys.All, row => row.Name.StartsWith("tls", StringComparison.Ordinal) || row.Name == "management" ? null : row.Name),
        ["tls"] = () => Facts(ServerKeys.All, row => row.Name.StartsWith("tls.", StringComparison.Ordinal) ? row.Name : null),
        ["certificates"] = () => Facts(ServerKeys.Certificates, row => row.Name),
        ["routes"] = () => Facts(RouteKeys.All, row => row.Name is "hold" or "rateLimit" ? null : row.Name),
        ["processes"] = () => Facts(ProcessKeys.All, row => row.IsOnlySetting || row.Name.Contains('.', StringComparison.Ordinal) ? null : row.Name),
        ["healthCheck"] = () => Within(ProcessKeys.All, "healthCheck."),
        ["preStart"] = () => Within(ProcessKeys.All, "preStart."),
        ["stopCommand"] = () => Within(ProcessKeys.All, "stopCommand."),
        ["schedule"] = () => Within(ProcessKeys.All, "schedule."),
        ["settings"] = () =>
        [
            .. Facts(ProcessKeys.All, row => row.IsOnlySetting || row.Setting?.StartsWith("pidManagement.", StringComparison.Ordinal) == true ? row.Setting : null),
            .. Facts(SettingsKeys.All, row => row.Name),
        ],
    };

    /// <summary>Returns the page with its current tables.</summary>
    /// <exception cref="InvalidDataException">A marker names no table, or has no end.</exception>
    public static string Update(string page)
    {
        var text = new StringBuilder();
        var position = 0;
        for (var begin = page.IndexOf(Begin, StringComparison.Ordinal); begin >= 0; begin = page.IndexOf(Begin, position, StringComparison.Ordinal))
        {
            var close = page.IndexOf(BeginEnd, begin, StringComparison.Ordinal);
            var end = page.IndexOf(End, begin, StringComparison.Ordinal);
            var name = close < 0 ? "" : page[(begin + Begin.Length)..close];
            if (end < close || !Tables.TryGetValue(name, out var rows))
            {
                throw new InvalidDataException($"'{Begin}{name}{BeginEnd}' has no '{End}', or there is no such table.");
            }

            text.Append(page, position, close + BeginEnd.Length - position).Append("\n\n").Append(Table(rows())).Append('\n');
            position = end;
        }

        return text.Append(page, position, page.Length - position).ToString();
    }

    private static string Table(IEnumerable<KeyFacts> rows) => string.Concat(
        rows.Select(row => $"| `{row.Name}` | {row.Type} | {row.Default} | {row.Says} |\n").Prepend("| key | type | default | |\n|---|---|---|---|\n"));

    private static IEnumerable<KeyFacts> Within<T>(KeyTable<T> table, string prefix) =>
        Facts(table, row => row.Name.StartsWith(prefix, StringComparison.Ordinal) ? row.Name[prefix.Length..] : null);

    private static IEnumerable<KeyFacts> Facts<T>(KeyTable<T> table, Func<Key<T>, string?> nameOf) =>
        table.Rows.Where(row => !row.IsDerived && nameOf(row) is not null).Select(row => KeyFacts.Of(row) with { Name = nameOf(row)! });
}
