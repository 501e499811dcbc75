using System.Globalization;
using System.Text;
using System.Text.Json;
using ProcessProxy.PowerShell.Bridge;

namespace ProcessProxy.PowerShell.Hosting;

/// <summary>Definitions as a process file. JSON is YAML, and quotes everything that must be quoted.</summary>
internal sealed class DefinitionFile
{
    private const string Hidden = "***";
    private readonly Lock gate = new();
    private readonly Dictionary<string, ProcessDefinition> definitions = new(StringComparer.Ordinal);

    /// <summary>Adds a definition, or replaces the one with this name.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="before">The previous one, or null.</param>
    /// <returns>True if there was another one with this name.</returns>
    public bool Set(ProcessDefinition definition, out ProcessDefinition? before)
    {
        lock (gate)
        {
            before = definitions.GetValueOrDefault(definition.Name);
            definitions[definition.Name] = definition;
            return before is not null && ToText([before]) != ToText([definition]);
        }
    }

    /// <summary>Gets all definitions.</summary>
    public IReadOnlyList<ProcessDefinition> All
    {
        get
        {
            lock (gate)
            {
                return [.. definitions.Values];
            }
        }
    }

    /// <summary>Removes a definition.</summary>
    /// <returns>The definition; null if there is none with this name.</returns>
    public ProcessDefinition? Remove(string name)
    {
        lock (gate)
        {
            return definitions.Remove(name, out var definition) ? definition : null;
        }
    }

    /// <summary>Restores what <see cref="Set"/> replaced.</summary>
    public void Restore(string name, ProcessDefinition? before)
    {
        lock (gate)
        {
            definitions.Remove(name);
            if (before is not null)
            {
                definitions[name] = before;
            }
        }
    }

    /// <summary>Returns all definitions as the text of a process file.</summary>
    public string ToText()
    {
        lock (gate)
        {
            return ToText(definitions.Values);
        }
    }

    /// <summary>Returns definitions as the text of a process file.</summary>
    /// <param name="definitions">The definitions.</param>
    /// <param name="isPublic">Whether values of variables, which may be secret, are omitted.</param>
    public static string ToText(IEnumerable<ProcessDefinition> definitions, bool isPublic = false)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteStartObject("processes");
            foreach (var definition in definitions)
            {
                Write(json, definition, isPublic);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void Write(Utf8JsonWriter json, ProcessDefinition definition, bool isPublic)
    {
        json.WriteStartObject(definition.Name);

        // The command starts it and reports the result; a reload would start it silently. A job is started by its schedule.
        json.WriteBoolean("enabled", definition.IsJob);
        json.WriteString("command", definition.FilePath);
        Write(json, "args", definition.Arguments);
        json.WriteString("cwd", Literal(definition.WorkingDirectory));
        json.WriteStartObject("env");
        foreach (var (name, value) in definition.Environment)
        {
            json.WriteString(name, value is null ? null : isPublic ? Hidden : Literal(value));
        }

        json.WriteEndObject();
        WriteKeys(json, DefinedMap.Of(definition.Keys));
        json.WriteEndObject();
    }

    private static void WriteKeys(Utf8JsonWriter json, IReadOnlyList<DefinedMap> keys)
    {
        foreach (var key in keys)
        {
            if (key.Value is { } value)
            {
                Write(json, key.Name, value);
                continue;
            }

            json.WriteStartObject(key.Name);
            WriteKeys(json, key.Keys);
            json.WriteEndObject();
        }
    }

    private static void Write(Utf8JsonWriter json, string key, object value)
    {
        switch (value)
        {
            case string text:
                json.WriteString(key, text);
                break;
            case bool flag:
                json.WriteBoolean(key, flag);
                break;
            case TimeSpan duration:
                json.WriteNumber(key, (long)duration.TotalMilliseconds);
                break;
            case IEnumerable<string> texts:
                json.WriteStartArray(key);
                foreach (var text in texts)
                {
                    json.WriteStringValue(text);
                }

                json.WriteEndArray();
                break;
            default:
                json.WriteNumber(key, Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
        }
    }

    /// <summary>The shell has already expanded it: the rest is literal.</summary>
    public static string Literal(string text) => text.Replace("${", "$${", StringComparison.Ordinal);
}
