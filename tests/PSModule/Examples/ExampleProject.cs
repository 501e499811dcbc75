using ProcessProxy.PSModule.Tests.Engine;

namespace ProcessProxy.PSModule.Tests.Examples;

/// <summary>A project with what the examples name: <c>web</c>, which has a health check, and <c>api</c>.</summary>
internal static class ExampleProject
{
    /// <summary>Writes it.</summary>
    /// <param name="project">The project.</param>
    /// <param name="more">More entries of the process file.</param>
    /// <param name="apiKey">The key of its management API, if it has one.</param>
    public static ShellProject Fill(ShellProject project, string more = "", string? apiKey = null)
    {
        project.Configure();
        project.Write("config/processes.yaml", "processes:\n" + $$"""
              web:
                command: sh
                args: ["-c", "echo an error of old; exec '{{Builds.TestProcess}}' serve"]
                healthCheck: { enabled: true, interval: 1000, retries: 1, onUnhealthy: report }
                env: { PORT: '{{Ports.Free()}}', HEALTH_FILE: '{{project.File("health")}}', {{Mark(project)}} }

            """ + more + $$"""
              api:
                command: {{Builds.TestProcess}}
                args: ["polite"]
                maxRestarts: 9
                env: { {{Mark(project)}} }

            """);
        return apiKey is null ? project : project.Write(
            "config/proxy.yaml", File.ReadAllText(project.ConfigFile).Replace("management:", $"management:\n  apiKey: {apiKey}", StringComparison.Ordinal));
    }

    /// <summary>A <c>node</c> that serves as a server.js would, so that no Node is needed.</summary>
    public static void AddNode(ShellProject project) => project.WriteProgram("bin/node", $"#!/bin/sh\nexec '{Builds.TestProcess}' serve\n");

    private static string Mark(ShellProject project) => $"{ShellProject.MarkVariable}: '{project.Mark}'";
}
