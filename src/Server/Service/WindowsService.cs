using System.ServiceProcess;

namespace ProcessProxy.Server.Service;

/// <summary>The server as a Windows service: a stop of the service manager is an orderly one. Elsewhere the server just runs.</summary>
internal static class WindowsService
{
    /// <summary>Runs the server, under the service manager if that has started it.</summary>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(ServerSignals signals, Func<Task<int>> run) =>
        OperatingSystem.IsWindows() && IsStartedByManager() ? Task.Run(() => Serve(signals, run)) : run();

    /// <summary>Returns whether this is a service: services run in session 0, which nobody logs in to.</summary>
    private static bool IsStartedByManager() => OperatingSystem.IsWindows() && !Environment.UserInteractive;

    private static int Serve(ServerSignals signals, Func<Task<int>> run)
    {
        if (!OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException();
        }

        using var service = new Service(signals, run);
        ServiceBase.Run(service);
        return service.ExitCode;
    }

    [System.Runtime.Versioning.SupportedOSPlatform("windows")]
    private sealed class Service(ServerSignals signals, Func<Task<int>> run) : ServiceBase
    {
        private Task<int>? running;

        protected override void OnStart(string[] args)
        {
            running = Task.Run(run);
            _ = running.ContinueWith(
                ended =>
                {
                    ExitCode = ended.IsCompletedSuccessfully ? ended.Result : Server.ExitCode.Failure;
                    Stop();
                },
                CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }

        protected override void OnStop()
        {
            signals.AskToStop();
            running?.Wait(TimeSpan.FromSeconds(90));
        }

        protected override void OnShutdown() => OnStop();
    }
}
