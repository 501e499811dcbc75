using System.Collections;

namespace ProcessProxy.Platform;

/// <summary>The environment of a child: the server's own, over it what is configured, over it the marks.</summary>
internal static class ChildEnvironment
{
    /// <summary>Puts it together.</summary>
    /// <param name="request">What is launched.</param>
    /// <param name="names">Which names are the same: on Windows <c>Path</c> is <c>PATH</c>.</param>
    public static Dictionary<string, string> Of(LaunchRequest request, StringComparer names)
    {
        var environment = new Dictionary<string, string>(names);
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            environment[(string)entry.Key] = (string?)entry.Value ?? "";
        }

        foreach (var (name, value) in request.Spec.Env)
        {
            environment[name] = value;
        }

        environment[ProcessMark.IdVariable] = request.Id;
        environment[ProcessMark.RunVariable] = request.Mark;
        return environment;
    }
}
