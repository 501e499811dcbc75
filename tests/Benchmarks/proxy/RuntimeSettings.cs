namespace ProcessProxy.Benchmarks.Proxy;

/// <summary>Environment variables that change how the runtime works.</summary>
/// <param name="Title">As on the command line.</param>
/// <param name="Environment">The variables.</param>
internal sealed record RuntimeSettings(string Title, Dictionary<string, string> Environment)
{
    /// <summary>Reads <c>NAME:value+NAME:value</c>.</summary>
    /// <returns>Null when it is anything else.</returns>
    public static RuntimeSettings? Parse(string text)
    {
        Dictionary<string, string> environment = [];
        foreach (var setting in text.Split('+'))
        {
            if (setting.Split(':', 2) is not [{ Length: > 0 } name, var value])
            {
                return null;
            }

            environment[name] = value;
        }

        return new RuntimeSettings(text, environment);
    }
}
