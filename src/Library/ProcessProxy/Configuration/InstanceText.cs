using System.Globalization;
using System.Text;

namespace ProcessProxy.Configuration;

/// <summary>
/// Texts of a process that stand for another text in each of its instances: <c>${PORT}</c> is its port and <c>${INSTANCE}</c> its number. A
/// literal <c>${PORT}</c> is written <c>$${PORT}</c>; everything else stands for itself. A name is only special in a process that has it.
/// </summary>
internal static class InstanceText
{
    /// <summary>The name of the port, whatever the variable is that the program finds it in.</summary>
    public const string Port = "PORT";

    /// <summary>The name of the number of the instance.</summary>
    public const string Instance = "INSTANCE";

    private const char Escape = '$';

    /// <summary>A value that every name can have in a text whose form is checked.</summary>
    private const int AnyValue = 1;

    /// <summary>Gets every name that can be special.</summary>
    public static IReadOnlyList<string> Names { get; } = [Port, Instance];

    /// <summary>Returns the names that are special in the texts of a process.</summary>
    public static IReadOnlyList<string> NamesOf(ProcessSpec process) => NamesOf(process.Port is not null, process.IsNumbered);

    /// <summary>Returns the names that are special in the texts of a process that has a port, or numbered instances.</summary>
    public static IReadOnlyList<string> NamesOf(bool hasPort, bool isNumbered) => [.. hasPort ? [Port] : Array.Empty<string>(), .. isNumbered ? [Instance] : Array.Empty<string>()];

    /// <summary>Returns how a name is written.</summary>
    public static string Reference(string name) => $"${{{name}}}";

    /// <summary>Returns the text that stands for a literal text.</summary>
    public static string Escaped(string literal, IReadOnlyList<string> names) =>
        names.Aggregate(literal, (text, name) => text.Replace(Reference(name), Escape + Reference(name), StringComparison.Ordinal));

    /// <summary>Returns whether a text has another value in each instance.</summary>
    public static bool Mentions(string text, IReadOnlyList<string> names)
    {
        var isFound = false;
        Fill(text, names, name =>
        {
            isFound = true;
            return name;
        });
        return isFound;
    }

    /// <summary>Returns whether a process mentions a special name in one of its texts.</summary>
    public static bool AreMentioned(ProcessSpec process, IReadOnlyList<string> names) => TextsOf(process).Any(text => Mentions(text, names));

    /// <summary>Returns a text with some value in place of each name, to check its form.</summary>
    public static string Sample(string text, IReadOnlyList<string> names) => Fill(text, names, _ => AnyValue.ToString(CultureInfo.InvariantCulture));

    /// <summary>Returns the text with values in place of names, and literal names without their escape.</summary>
    /// <param name="text">The text.</param>
    /// <param name="names">The names that are special in it.</param>
    /// <param name="valueOf">Returns the value of a name.</param>
    public static string Fill(string text, IReadOnlyList<string> names, Func<string, string> valueOf)
    {
        var filled = new StringBuilder(text.Length);
        var position = 0;
        while (Next(text, position, names) is ({ } name, var at))
        {
            var isLiteral = at > position && text[at - 1] == Escape;
            filled.Append(text, position, (isLiteral ? at - 1 : at) - position).Append(isLiteral ? Reference(name) : valueOf(name));
            position = at + Reference(name).Length;
        }

        return position == 0 ? text : filled.Append(text, position, text.Length - position).ToString();
    }

    /// <summary>Returns the texts in which names are special.</summary>
    private static IEnumerable<string> TextsOf(ProcessSpec process) =>
    [
        .. process.Launch.Args, .. process.Launch.Env.Values, process.Launch.Cwd, process.Launch.PidFile,
        .. process.PreStart?.Command.Args ?? [], .. process.Stop.Command?.Args ?? [], process.HealthCheck?.Path ?? "",
    ];

    /// <summary>Returns the first name from a position on, and its place; null if there is none.</summary>
    private static (string? Name, int At) Next(string text, int position, IReadOnlyList<string> names)
    {
        (string? Name, int At) first = (null, text.Length);
        foreach (var name in names)
        {
            var at = text.IndexOf(Reference(name), position, StringComparison.Ordinal);
            first = at >= 0 && at < first.At ? (name, at) : first;
        }

        return first;
    }
}
