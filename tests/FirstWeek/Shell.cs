namespace ProcessProxy.FirstWeek;

/// <summary>A shell in which somebody types <c>processproxy</c>.</summary>
internal static class Shell
{
    /// <summary>Runs a line of bash in a folder; <c>$P</c> is the program.</summary>
    public static Task<ToolResult> RunAsync(string folder, string line) => Tool.RunAsync("bash", folder, "-c", $"P='{Builds.Server}'; {line}");
}
