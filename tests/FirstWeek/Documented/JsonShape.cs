using System.Text.Json;

namespace ProcessProxy.FirstWeek.Documented;

/// <summary>Compares two pieces of JSON by their names and kinds; what is null in one of them can be anything in the other.</summary>
internal static class JsonShape
{
    /// <summary>Maps whose names are the user's.</summary>
    private static readonly string[] Maps = ["env"];

    /// <summary>Where they differ, in words; nothing when they do not.</summary>
    /// <param name="documented">What the page shows.</param>
    /// <param name="real">What the server says.</param>
    /// <param name="mayBeShort">Whether the page may leave names out.</param>
    public static IEnumerable<string> Differences(JsonElement documented, JsonElement real, bool mayBeShort = false, string at = "$")
    {
        if (documented.ValueKind == JsonValueKind.Null || real.ValueKind == JsonValueKind.Null)
        {
            return [];
        }

        if (Kind(documented) != Kind(real))
        {
            return [$"{at} is {Kind(documented)} in the page and {Kind(real)} in the answer"];
        }

        return documented.ValueKind switch
        {
            JsonValueKind.Object => OfObjects(documented, real, mayBeShort, at),
            JsonValueKind.Array when documented.GetArrayLength() > 0 && real.GetArrayLength() > 0 => Differences(documented[0], real[0], mayBeShort, at + "[0]"),
            _ => [],
        };
    }

    private static IEnumerable<string> OfObjects(JsonElement documented, JsonElement real, bool mayBeShort, string at)
    {
        var (shown, there) = (Names(documented), Names(real));
        return shown.Except(there).Select(name => $"{at}.{name} is in the page alone")
            .Concat(mayBeShort ? [] : there.Except(shown).Select(name => $"{at}.{name} is in the answer alone"))
            .Concat(shown.Intersect(there).Except(Maps).SelectMany(
                name => Differences(documented.GetProperty(name), real.GetProperty(name), mayBeShort, $"{at}.{name}")));
    }

    private static List<string> Names(JsonElement element) => [.. element.EnumerateObject().Select(property => property.Name)];

    private static string Kind(JsonElement element) => element.ValueKind is JsonValueKind.True or JsonValueKind.False ? "Boolean" : element.ValueKind.ToString();
}
