using ProcessProxy.Configuration;
using ProcessProxy.Supervision.Machine;

namespace ProcessProxy.Supervision.Running;

/// <summary>What a runner shows.</summary>
/// <param name="Info">The public form of the process.</param>
/// <param name="State">Its state.</param>
/// <param name="Spec">Its configuration.</param>
/// <param name="IsKnown">Whether it is known what an earlier server left behind.</param>
internal sealed record RunnerNews(ProcessInfo Info, ProcessState State, ProcessSpec Spec, bool IsKnown);

/// <summary>Receives the state of one program.</summary>
internal interface IRunnerSink
{
    /// <summary>Shows the state. Called by the runner, which waits for it: it must be fast.</summary>
    void Publish(RunnerNews news);

    /// <summary>Asks for a new program that takes over from this one. Never waits.</summary>
    /// <param name="why">The reason, in words.</param>
    void AskForReplacement(string why);

    /// <summary>Returns when the program may be asked to end: it takes no more requests and has completed those in progress.</summary>
    /// <param name="state">Its state.</param>
    /// <param name="hurry">Canceled when no time is left.</param>
    Task BecomeQuietAsync(ProcessState state, CancellationToken hurry);
}
