using ProcessProxy.Configuration;
using ProcessProxy.Logs;
using ProcessProxy.Logs.Files;
using ProcessProxy.Platform;
using ProcessProxy.Supervision.Services;

namespace ProcessProxy.Supervision.Recovering;

/// <summary>The output of a program of a process with several that an earlier server has left behind, and that is ended.</summary>
internal static class OrphanOutput
{
    /// <summary>Begins to move it from the pipe of the program to the file where its lines are; null if it has no pipe.</summary>
    /// <param name="key">The name under which its state is kept.</param>
    /// <param name="pid">The program.</param>
    /// <param name="spec">The process.</param>
    /// <param name="services">The services that all runners share.</param>
    public static IAsyncDisposable? Drain(string key, int pid, ProcessSpec spec, RunnerServices services)
    {
        if (!spec.Launch.Log.Keep || InstanceOf(key, spec.Id) is not { } instance)
        {
            return null;
        }

        var serving = InstanceSpec.Of(spec, instance, null, isNext: false).Launch.Log;
        var next = InstanceSpec.Of(spec, instance, null, isNext: true).Launch.Log;

        // Whoever takes over takes the name of the pipe last; by then the log of the one before is the newest archive.
        return Drain(next, next) ?? Drain(serving, LogTakeOver.ArchiveOf(serving));

        LeftOutput? Drain(LogSpec log, LogSpec unnamed) =>
            log.PipeFile is { } path && CurrentPlatform.OutputPipes.FindOf(pid, path, out var isNamed) is { } pipe
                ? LeftOutput.Begin(key, pipe, (isNamed ? log : unnamed).File, services.Logger, services.Time)
                : null;
    }

    private static int? InstanceOf(string key, string id)
    {
        for (var instance = 1; instance <= ProcessSpec.MostInstances; instance++)
        {
            if (key == InstanceSpec.KeyOf(id, instance, isSecondSeat: false) || key == InstanceSpec.KeyOf(id, instance, isSecondSeat: true))
            {
                return instance;
            }
        }

        return null;
    }
}
