namespace ProcessProxy.Server.Printing;

/// <summary>Joins the lines of a message of a library or a tool.</summary>
internal static class OneLine
{
    /// <summary>Returns the lines in one line.</summary>
    public static string Of(string text) => string.Join(' ', text.Split(['\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
}
