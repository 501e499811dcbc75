using System.Text;
using ProcessProxy.Configuration;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Servers;
using ProcessProxy.PowerShell.Bridge;

namespace ProcessProxy.PowerShell.Hosting;

/// <summary>
/// Launches the server as the server launches programs: in its own session. It writes and rotates its log; what .NET prints when it cannot
/// start, or crashes, goes to a file beside it.
/// </summary>
internal static class DetachedLaunch
{
    private const string Id = "processproxy";
    private const int MostOutput = 4096;
    private const long MostBreakdowns = 1 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Launches it and waits until it can be found.</summary>
    public static async Task<DetachedServer> StartAsync(
        DetachedStart start, ServerSpec spec, Func<Task<DetachedServer?>> find, CancellationToken cancellationToken)
    {
        var log = Path.Combine(spec.Processes.StateDirectory, Id + ".log");
        Directory.CreateDirectory(spec.Processes.StateDirectory);
        var written = new[] { log, BreakdownsOf(log) }.Select(file => (File: file, Before: File.Exists(file) ? new FileInfo(file).Length : 0)).ToList();
        var ended = Launch(start, spec, log);
        var begun = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(begun) < Patience)
        {
            if (await find().ConfigureAwait(false) is { } server)
            {
                return server;
            }

            // A server that found another running one leaves the work to it.
            if (ended.IsCompleted && (await ended.ConfigureAwait(false)).Code is var code and not ServerExitCode.AlreadyRunning)
            {
                var said = string.Concat(written.Select(Since)).Trim();
                throw new EngineException(
                    code == ServerExitCode.CannotListen ? EngineErrors.CannotListen : EngineErrors.StartFailed,
                    $"The server exited during startup: {said}");
            }

            await Task.Delay(Pause, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }

        throw new EngineException(EngineErrors.StartFailed, $"The server did not start within {Patience.TotalSeconds} seconds. Its output is in {log}.");
    }

    private static Task<ProcessEnd> Launch(DetachedStart start, ServerSpec spec, string log)
    {
        var host = ProcessHosts.CreateForOthers(TimeProvider.System);
        try
        {
            var child = host.Launch(new LaunchRequest(Id, $"{Id}/{Guid.NewGuid():N}", new LaunchSpec
            {
                Command = start.DotNet ?? throw new EngineException(EngineErrors.NoDotNet, "There is no .NET to run a server with."),
                Args = [start.Program, "run", "--config", start.ConfigFile, "--log-file", log, .. start.ProjectDirectory is { } folder ? new[] { "--project-directory", folder } : []],
                Cwd = spec.ProjectDirectory,
                PidFile = "",
                CleanupPidOnExit = false,
                Log = new LogSpec { File = BreakdownsOf(log), Keep = true, MaxSize = MostBreakdowns, MaxFiles = 1 },
            }));
            child.Recorded();
            return EndAsync(host, child);
        }
        catch (Exception fault)
        {
            _ = host.DisposeAsync().AsTask();
            throw fault is LaunchException ? new EngineException(EngineErrors.StartFailed, fault.Message, fault) : fault;
        }
    }

    /// <summary>Watches it as long as this process lives: it is our child, and its exit code must be collected.</summary>
    private static async Task<ProcessEnd> EndAsync(IProcessHost host, IChildProcess child)
    {
        await using (host.ConfigureAwait(false))
        {
            using (child)
            {
                return await child.Ended.ConfigureAwait(false);
            }
        }
    }

    private static string BreakdownsOf(string log) => Path.ChangeExtension(log, ".err");

    /// <summary>Returns what has been written to a file since it had this length; all of it if it was replaced.</summary>
    private static string Since((string File, long Before) written)
    {
        if (!File.Exists(written.File))
        {
            return "";
        }

        using var file = new FileStream(written.File, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.Position = Math.Max(written.Before > file.Length ? 0 : written.Before, file.Length - MostOutput);
        using var reader = new StreamReader(file, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
