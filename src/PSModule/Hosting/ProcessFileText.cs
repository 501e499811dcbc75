using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ProcessProxy.PowerShell.Bridge;

namespace ProcessProxy.PowerShell.Hosting;

/// <summary>Definitions as a process file for people: YAML, one key per line.</summary>
internal static class ProcessFileText
{
    /// <summary>YAML reads text quoted by JSON as the same text.</summary>
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the definitions.</summary>
    public static string Of(IEnumerable<ProcessDefinition> definitions)
    {
        var text = new StringBuilder("processes:\n");
        foreach (var definition in definitions)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {definition.Name}:\n");
            Line(2, "command", Value(definition.FilePath));
            if (definition.Arguments.Count > 0)
            {
                Line(2, "args", Value(definition.Arguments));
            }

            Line(2, "cwd", Value(DefinitionFile.Literal(definition.WorkingDirectory)));
            if (definition.Environment.Count > 0)
            {
                Line(2, "env", "");
            }

            foreach (var (name, value) in definition.Environment)
            {
                Line(3, Value(name), definition.Secrets.Contains(name) ? Value($"${{{name}}}") : value is null ? "null" : Value(DefinitionFile.Literal(value)));
            }

            Keys(DefinedMap.Of(definition.Keys), 2);
        }

        return text.ToString();

        void Keys(IReadOnlyList<DefinedMap> keys, int depth)
        {
            foreach (var key in keys)
            {
                Line(depth, key.Name, key.Value is { } value ? Value(value) : "");
                Keys(key.Keys, depth + 1);
            }
        }

        void Line(int depth, string key, string value) => text.Append(' ', depth * 2).Append(key).Append(value.Length == 0 ? ":" : ": ").Append(value).Append('\n');
    }

    private static string Value(object value) => value switch
    {
        string text => JsonSerializer.Serialize(text, Readable),
        bool flag => flag ? "true" : "false",
        TimeSpan duration => ((long)duration.TotalMilliseconds).ToString(CultureInfo.InvariantCulture),
        IEnumerable<string> texts => $"[{string.Join(", ", texts.Select(Value))}]",
        _ => Convert.ToInt64(value, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture),
    };
}
