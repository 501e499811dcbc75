using ProcessProxy.Configuration;
using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Server.Service;

/// <summary>Runs a program of the system to its end.</summary>
internal static class Tool
{
    private const int MostOutput = 64 * 1024;

    /// <summary>Runs the program.</summary>
    /// <returns>Its exit code, null if it has none, and its output.</returns>
    /// <exception cref="LaunchException">The program does not exist, or cannot be run.</exception>
    public static async Task<(int? Code, string Output)> RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("processproxy-");
        try
        {
            var output = Path.Combine(folder.FullName, "output");
            var host = ProcessHosts.CreateForOthers(TimeProvider.System);
            await using (host.ConfigureAwait(false))
            {
                using var child = host.Launch(new LaunchRequest(program, $"{program}/{Guid.NewGuid():N}", new LaunchSpec
                {
                    Command = program,
                    Args = [.. arguments],
                    Cwd = folder.FullName,
                    PidFile = "",
                    CleanupPidOnExit = false,
                    Log = new LogSpec { File = output, Keep = true, MaxSize = long.MaxValue, MaxFiles = 1 },
                }));
                child.Recorded();
                var end = await child.Ended.WaitAsync(cancellationToken).ConfigureAwait(false);
                using var reader = new StreamReader(output);
                var text = new char[MostOutput];
                return (end.Code, new string(text, 0, await reader.ReadBlockAsync(text, cancellationToken).ConfigureAwait(false)).Trim());
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
