using System.Text;
using System.Text.Json;
using ProcessProxy.PowerShell.Bridge;

namespace ProcessProxy.PowerShell.Hosting;

/// <summary>Definitions as a process file. JSON is YAML, and quotes everything that must be.</summary>
internal sealed class DefinitionFile
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, ProcessDefinition> definitions = new(StringComparer.Ordinal);

    /// <summary>Adds a definition, or replaces the one of this name.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="before">The one before, or null.</param>
    /// <returns>Whether there was another one of this name.</returns>
    public bool Set(ProcessDefinition definition, out ProcessDefinition? before)
    {
        lock (gate)
        {
            before = definitions.GetValueOrDefault(definition.Name);
            definitions[definition.Name] = definition;
            return before is not null && ToText([before]) != ToText([definition]);
        }
    }

    /// <summary>Puts back what <see cref="Set"/> replaced.</summary>
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

    /// <summary>All of them as the text of a process file.</summary>
    public string ToText()
    {
        lock (gate)
        {
            return ToText(definitions.Values);
        }
    }

    private static string ToText(IEnumerable<ProcessDefinition> definitions)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject("processes");
            foreach (var definition in definitions)
            {
                Write(json, definition);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void Write(Utf8JsonWriter json, ProcessDefinition definition)
    {
        json.WriteStartObject(definition.Name);

        // It is started by the command, which says what comes of it; a reload would start it and say nothing.
        json.WriteBoolean("enabled", false);
        json.WriteString("command", definition.FilePath);
        json.WriteStartArray("args");
        foreach (var argument in definition.Arguments)
        {
            json.WriteStringValue(argument);
        }

        json.WriteEndArray();
        json.WriteString("cwd", Literal(definition.WorkingDirectory));
        json.WriteStartObject("env");
        foreach (var (name, value) in definition.Environment)
        {
            json.WriteString(name, Literal(value));
        }

        json.WriteEndObject();
        WriteRestart(json, definition);
        WriteHealthCheck(json, definition);
        json.WriteEndObject();
    }

    private static void WriteRestart(Utf8JsonWriter json, ProcessDefinition definition)
    {
        if (definition.RestartOnExit is { } restart)
        {
            json.WriteBoolean("restartOnExit", restart);
        }

        if (definition.MaxRestarts is { } most)
        {
            json.WriteNumber("maxRestarts", most);
        }

        WriteDuration(json, "restartDelay", definition.RestartDelay);
        WriteDuration(json, "stopTimeout", definition.StopTimeout);
    }

    private static void WriteHealthCheck(Utf8JsonWriter json, ProcessDefinition definition)
    {
        if (definition.HealthCheckUri is { } uri)
        {
            json.WriteStartObject("healthCheck");
            json.WriteBoolean("enabled", true);
            json.WriteString("path", uri.OriginalString);
            WriteDuration(json, "interval", definition.HealthCheckInterval);
            json.WriteEndObject();
        }
    }

    private static void WriteDuration(Utf8JsonWriter json, string key, TimeSpan? duration)
    {
        if (duration is { } time)
        {
            json.WriteNumber(key, (long)time.TotalMilliseconds);
        }
    }

    /// <summary>The shell has expanded what it was to expand: what is left is meant as it is.</summary>
    private static string Literal(string text) => text.Replace("${", "$${", StringComparison.Ordinal);
}
