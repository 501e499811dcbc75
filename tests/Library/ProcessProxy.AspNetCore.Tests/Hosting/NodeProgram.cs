using ProcessProxy.Harness;

namespace ProcessProxy.AspNetCore.Tests.Hosting;

/// <summary>What stands for "node" in the programs of the documentation: our test process, a service for server.js and something patient else.</summary>
internal static class NodeProgram
{
    private static readonly Lazy<DirectoryInfo> Folder = new(Make);

    /// <summary>Has it found in the PATH by every program that is started from now on.</summary>
    public static void PutIntoPath() => _ = Folder.Value;

    private static DirectoryInfo Make()
    {
        var folder = Directory.CreateTempSubdirectory("processproxy-node-");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Delete(recursive: true);
        var node = Path.Combine(folder.FullName, "node");
        File.WriteAllText(node, $"#!/bin/sh\ncase $1 in server.js) exec {Builds.TestProcess} serve;; *) exec {Builds.TestProcess} polite;; esac\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(node, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        Environment.SetEnvironmentVariable("PATH", $"{folder.FullName}:{Environment.GetEnvironmentVariable("PATH")}");
        return folder;
    }
}
