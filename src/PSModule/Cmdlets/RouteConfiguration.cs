using System.Collections;
using System.Management.Automation;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ProcessProxy.PowerShell.Commands;

/// <summary>Converts routes in a hash table to the text of a configuration file.</summary>
/// <param name="pathOf">Makes a path absolute.</param>
internal sealed partial class RouteConfiguration(Func<string, string> pathOf)
{
    private const string StaticPath = "staticPath";
    private readonly List<string> names = [];

    /// <summary>Returns the text. JSON is YAML.</summary>
    public string Write(string host, int port, IDictionary routes)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("host", host);
            json.WriteNumber("port", port);
            json.WriteString("reload", "manual");
            json.WriteStartObject("management");
            json.WriteNumber("port", 0);
            json.WriteEndObject();
            json.WriteStartArray("routes");
            foreach (DictionaryEntry route in routes)
            {
                WriteRoute(json, LanguagePrimitives.ConvertTo<string>(route.Key), Unwrapped(route.Value));
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>Describes a problem in terms of the parameters, because nobody has written the file.</summary>
    public ProcessProxyException InParameters(ProcessProxyException invalid) => new(
        invalid.Code, string.Join(Environment.NewLine, invalid.Problems.Select(problem => $"{ParameterOf(problem.Key)}: {problem.Message}")), invalid);

    private string ParameterOf(string key) => key.Split('[', ']', '.') switch
    {
        ["port", ..] => "-Port",
        ["host", ..] => "-ListenAddress",
        ["routes", var index, ..] when int.TryParse(index, out var number) && number < names.Count => $"-Route '{names[number]}'",
        _ => "-Route",
    };

    /// <param name="json">The writer.</param>
    /// <param name="name">A path, or a domain with a path or without one.</param>
    /// <param name="value">An address, a folder, or the keys of a route.</param>
    private void WriteRoute(Utf8JsonWriter json, string name, object? value)
    {
        names.Add(name);
        json.WriteStartObject();
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        if (slash != 0)
        {
            json.WriteString("domain", slash < 0 ? name : name[..slash]);
        }

        json.WriteString("path", slash < 0 ? "/" : name[slash..]);
        switch (value)
        {
            case IDictionary keys:
                WriteEntries(json, keys);
                break;
            case Uri address:
                json.WriteString("target", address.OriginalString);
                break;
            case string text when text.Contains("://", StringComparison.Ordinal):
                json.WriteString("target", text);
                break;
            case null or "":
                throw new ProcessProxyException(ErrorCodes.ConfigurationInvalid, $"-Route '{name}' has no value. Specify an address, a folder or a hash table.");
            case not (string or FileSystemInfo):
                throw new ProcessProxyException(ErrorCodes.ConfigurationInvalid, $"-Route '{name}' must be an address, a folder or a hash table, not {value}.");
            case string text when Address().IsMatch(text):
                throw new ProcessProxyException(ErrorCodes.ConfigurationInvalid, $"-Route '{name}': '{text}' is not a folder. Did you mean 'http://{text}'?");
            default:
                json.WriteString("type", "static");
                json.WriteString(StaticPath, pathOf(LanguagePrimitives.ConvertTo<string>(value)));
                break;
        }

        json.WriteEndObject();
    }

    /// <summary>Returns whether it is an address without a scheme. A drive has one letter.</summary>
    [GeneratedRegex(@"^[A-Za-z0-9.-]{2,}:\d+(/|$)")]
    private static partial Regex Address();

    private void WriteEntries(Utf8JsonWriter json, IDictionary keys)
    {
        foreach (DictionaryEntry entry in keys)
        {
            var key = LanguagePrimitives.ConvertTo<string>(entry.Key);
            json.WritePropertyName(key);
            WriteValue(json, key == StaticPath && LanguagePrimitives.ConvertTo<string>(entry.Value) is { Length: > 0 } folder ? pathOf(folder) : Unwrapped(entry.Value));
        }
    }

    private void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case bool or SwitchParameter:
                json.WriteBooleanValue(LanguagePrimitives.ConvertTo<bool>(value));
                break;
            case int or long:
                json.WriteNumberValue(LanguagePrimitives.ConvertTo<long>(value));
                break;
            case TimeSpan duration:
                json.WriteNumberValue((long)duration.TotalMilliseconds);
                break;
            case IDictionary keys:
                json.WriteStartObject();
                WriteEntries(json, keys);
                json.WriteEndObject();
                break;
            case IList list:
                json.WriteStartArray();
                foreach (var item in list)
                {
                    WriteValue(json, Unwrapped(item));
                }

                json.WriteEndArray();
                break;
            default:
                json.WriteStringValue(LanguagePrimitives.ConvertTo<string>(value));
                break;
        }
    }

    private static object? Unwrapped(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
