namespace ProcessProxy.Server.Printing;

/// <summary>What a library or a tool says in several lines, as a sentence among ours.</summary>
internal static class OneLine
{
    /// <summary>The lines, one behind the other.</summary>
    public static string Of(string text) => string.Join(' ', text.Split(['\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
}
