using ProcessProxy.Tests.Architecture.Violations.Above;

// What knows somebody above it, each in another way. CompiledRulesTests asks that each is found.
namespace ProcessProxy.Tests.Architecture.Violations.Below;

internal sealed class ByHeritage : UpperAttribute;

[Upper]
internal sealed class ByAttribute;

internal sealed record ByField(UpperAttribute? Upper);

internal sealed class ByArgument
{
    public List<Dictionary<string, UpperAttribute>> Uppers { get; } = [];
}

internal static class ByCall
{
    public static int Count() => UpperAttribute.Count;
}

internal static class ByLambda
{
    public static Func<int> Count { get; } = () => UpperAttribute.Count;
}

internal static class ByAwait
{
    public static async Task<string> CountAsync()
    {
        var count = await UpperAttribute.CountAsync();
        return $"{count}";
    }
}

internal static class ByIterator
{
    public static IEnumerable<int> Count()
    {
        yield return UpperAttribute.Count;
    }
}

internal static class ByInference
{
    public static string? Describe(object any) => any is UpperAttribute upper ? upper.ToString() : null;
}
