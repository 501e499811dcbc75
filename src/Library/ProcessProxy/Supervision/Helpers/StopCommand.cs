using System.Globalization;
using ProcessProxy.Configuration;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Supervision.Services;

namespace ProcessProxy.Supervision.Helpers;

/// <summary>Asks a program to stop with its configured command instead of a signal.</summary>
internal static class StopCommand
{
    /// <summary>Runs the command. Never fails.</summary>
    /// <param name="spec">The process, which has a stop command.</param>
    /// <param name="program">The program to stop.</param>
    /// <param name="request">How the program would be ended without the command.</param>
    /// <param name="services">The services that all runners share.</param>
    /// <param name="hurry">Canceled when no time is left.</param>
    /// <returns>How the program must be ended after that, and how the command failed, as the rest of a sentence, or null if it succeeded.</returns>
    public static async Task<(EndTreeRequest Then, string? Failure)> AskAsync(
        ProcessSpec spec, ProcessIdentity program, EndTreeRequest request, RunnerServices services, CancellationToken hurry)
    {
        var started = services.Time.GetTimestamp();
        var launch = spec.Stop.Command!.BesideOf(spec.Launch);
        var pid = new KeyValuePair<string, string>(ProcessMark.PidVariable, program.Pid.ToString(CultureInfo.InvariantCulture));
        var run = new HelperRun(
            spec, ProcessMark.OfHelper(program.Mark, ProcessMark.StopCommand), launch with { Env = new([.. launch.Env, pid]) }, services);
        var result = await run.RunAsync(request.Grace, "stopTimeout", TimeSpan.Zero, hurry, hurry).ConfigureAwait(false);
        if (result.Survivors.Count > 0)
        {
            Log.NotEnded(services.Logger, spec.Id, $"its {ProcessMark.StopCommand} could not be ended: {string.Join(", ", result.Survivors)} still runs");
        }

        var left = request.Grace - services.Time.GetElapsedTime(started);
        var then = request with { Grace = left > TimeSpan.Zero ? left : TimeSpan.Zero };
        if (result.Failure is null || hurry.IsCancellationRequested)
        {
            return (then with { Signal = null }, null);
        }

        var isOver = then.Grace == TimeSpan.Zero;
        var failure = $"its {ProcessMark.StopCommand} {result.Failure.TrimEnd('.')}, so {(isOver ? "it is killed" : $"it is sent {spec.Stop.Signal}")}";
        Log.StopCommandFailed(services.Logger, spec.Id, failure);
        return (isOver ? then with { Signal = null } : then, failure);
    }
}
