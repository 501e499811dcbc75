using System.Diagnostics.CodeAnalysis;
using ProcessProxy.Configuration.Problems;
using ProcessProxy.Configuration.Yaml;

namespace ProcessProxy.Configuration.Keys.Kinds;

/// <summary>One of a few words.</summary>
/// <param name="choices">The words with their values.</param>
internal sealed class ChoiceKind<T>(params IReadOnlyList<(string Word, T Value)> choices) : ValueKind<T>
{
    private readonly string[] words = [.. choices.Select(choice => choice.Word)];

    public override ValueShape Shape { get; } =
        new(ValueForm.Text, string.Join(", ", choices.Select(choice => $"`{choice.Word}`"))) { Choices = [.. choices.Select(choice => choice.Word)] };

    public override bool TryRead(ConfigNode written, Place place, Reading reading, [MaybeNullWhen(false)] out T value)
    {
        value = default;
        if (!TextKind.TryText(written, place, reading, out var text))
        {
            return false;
        }

        foreach (var choice in choices)
        {
            if (choice.Word == text)
            {
                value = choice.Value;
                return true;
            }
        }

        reading.Problems.AddMisspelt(place, ProblemCodes.NotAChoice, $"'{place.Key}' must be one of {string.Join(", ", words)}, not '{text}'.", text, words);
        return false;
    }

    public override bool TryAccept(T set, Place place, Reading reading, [MaybeNullWhen(false)] out T value)
    {
        value = set;
        if (Array.Exists([.. choices], choice => Equals(choice.Value, set)))
        {
            return true;
        }

        reading.Problems.Add(place, ProblemCodes.NotAChoice, $"'{place.Key}' must be one of {string.Join(", ", words)}, not '{set}'.");
        return false;
    }

    public override string Show(T value) => choices.First(choice => Equals(choice.Value, value)).Word;

    public override object ToWire(T value) => Show(value);
}
