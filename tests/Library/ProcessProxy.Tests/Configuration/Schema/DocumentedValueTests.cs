using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NJsonSchema;
using ProcessProxy.Configuration.Keys;
using ProcessProxy.Generate;
using Xunit;

namespace ProcessProxy.Tests.Configuration.Schema;

/// <summary>What the documentation says about the values of a key, the schema accepts: each word, each unit and each short form, of every key.</summary>
public sealed partial class DocumentedValueTests
{
    [Theory]
    [InlineData("proxy")]
    [InlineData("processes")]
    public async Task Each_documented_value_of_each_key_is_valid(string name)
    {
        var tree = name == "proxy" ? KeyTree.OfProxyFile() : KeyTree.OfProcessFile();
        var refused = new List<string>();
        var keys = 0;
        foreach (var (path, facts, schema) in Keys("", tree, JsonNode.Parse(SchemaText.Of(name, tree))!))
        {
            keys++;
            var made = await JsonSchema.FromJsonAsync(schema.ToJsonString(), TestContext.Current.CancellationToken);
            refused.AddRange(Values(facts).Where(value => made.Validate(value).Count > 0).Select(value => $"{path}: {value}"));
        }

        Assert.Empty(refused);
        Assert.InRange(keys, 50, int.MaxValue);
    }

    [Theory]
    [InlineData("sometimes")]
    [InlineData("true")]
    public async Task A_word_that_is_no_condition_for_a_restart_is_marked(string word)
    {
        var (_, _, schema) = Keys("", KeyTree.OfProcessFile(), JsonNode.Parse(SchemaText.Of("processes", KeyTree.OfProcessFile()))!).Single(key => key.Path == "settings.defaultRestart.restartOnExit");
        Assert.NotEmpty((await JsonSchema.FromJsonAsync(schema.ToJsonString(), TestContext.Current.CancellationToken)).Validate($"\"{word}\""));
    }

    /// <summary>Returns the keys that have a value or a short form, each with its own part of the schema.</summary>
    private static IEnumerable<(string Path, KeyFacts Facts, JsonNode Schema)> Keys(string path, KeyTree tree, JsonNode schema)
    {
        if (tree.Facts is { } facts && (facts.Shape is not null || facts.ShortForm is not null))
        {
            yield return (path, facts, schema);
        }

        var map = tree.Facts?.ShortForm is null ? schema : schema["anyOf"]![1]!;
        var below = tree.Items is { } items ? Keys($"{path}[]", items, schema["items"]!)
            : tree.EveryKey is { } every ? Keys($"{path}.*", every, map["patternProperties"]!.AsObject().Single().Value!)
            : tree.Keys.SelectMany(key => Keys($"{path}.{key.Key}".TrimStart('.'), key.Value, map["properties"]![key.Key]!));
        foreach (var key in below)
        {
            yield return key;
        }
    }

    /// <summary>Returns the documented values of a key, as JSON.</summary>
    private static IEnumerable<string> Values(KeyFacts facts)
    {
        var words = Word().Matches(facts.Type).Select(match => $"\"{match.Groups[1].Value}\"");
        var flags = facts.Type.StartsWith("true", StringComparison.Ordinal) ? facts.Type.Contains("false", StringComparison.Ordinal) ? ["true", "false"] : (string[])["true"] : [];
        return facts.Shape switch
        {
            null => [.. flags, .. facts.ShortForm!.TakesText ? ["\"/health\"", "\"http://localhost:3000/health\""] : Array.Empty<string>()],
            { Form: ValueForm.Whole } range => [$"{range.Least}", $"{range.Most}"],
            { Form: ValueForm.Duration } range => [$"{range.Least}", $"{range.Most}", "\"500ms\"", "\"2 s\"", "\"5m\"", "\"1h\"", "\"1d\""],
            { Form: ValueForm.Size } range => [$"{range.Least}", $"{range.Most}", "\"512M\"", "\"50MB\"", "\"1 GB\""],
            { Form: ValueForm.Texts } => ["[]", "[\"one\", \"two\"]"],
            { Form: ValueForm.TextMap } => ["{}", "{ \"one\": \"two\" }"],
            { Form: ValueForm.TextsOrMap } => ["[\"one\", \"two\"]", .. words.Select(word => $"{{ \"one\": {word} }}")],
            { Choices: null, Form: ValueForm.Text } when !words.Any() => ["\"text\""],
            _ => [.. flags, .. words],
        };
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Word();
}
