using ProcessProxy.Configuration;

namespace ProcessProxy.Platform.Processes;

/// <summary>A program that runs under supervision, with everything it started. Disposing it releases it and ends nothing.</summary>
internal interface IChildProcess : IDisposable
{
    /// <summary>Gets its identity.</summary>
    ProcessIdentity Identity { get; }

    /// <summary>Gets how long it had been running when it was launched (zero) or adopted.</summary>
    TimeSpan AgeAtStart { get; }

    /// <summary>Gets a task that completes when the program itself has exited; processes that it started may be alive.</summary>
    Task<ProcessEnd> Ended { get; }

    /// <summary>Gets whether the system ended the program because memory was low; known when <see cref="Ended"/> has completed.</summary>
    MemoryKill MemoryKill => MemoryKill.None;

    /// <summary>
    /// Called when the state that names a launched program is stored, so that the next server can find it. If a program
    /// can be held back until then and dies with us before, it begins now.
    /// </summary>
    void Recorded()
    {
    }

    /// <summary>Ends the whole tree.</summary>
    /// <param name="request">How to end it.</param>
    /// <param name="hurry">Canceled when no time is left for a graceful end: the tree is killed immediately.</param>
    /// <returns>The processes that could not be ended, as <c>name (pid)</c>; empty if nothing of the tree is alive.</returns>
    Task<IReadOnlyList<string>> EndTreeAsync(EndTreeRequest request, CancellationToken hurry);
}

/// <summary>How to end a tree.</summary>
/// <param name="Signal">The number of the signal; null if it has been asked to end in another way.</param>
/// <param name="Grace">The time before it is killed.</param>
/// <param name="Thorough">Whether to look also for members that left the group, which requires a scan of all processes.</param>
/// <param name="Patient">Whether nobody waits for it, so that such a scan may be delayed and shared with others.</param>
/// <param name="To">The receivers of the signal: all, or only the program, whose leftovers are then killed.</param>
internal sealed record EndTreeRequest(int? Signal, TimeSpan Grace, bool Thorough, bool Patient = false, StopTarget To = StopTarget.Group)
{
    /// <summary>Gets the number of the signal; 0, which sends nothing, if it has been asked to end in another way.</summary>
    public int SignalOrNone => Signal ?? 0;

    /// <summary>Gets the time that the leftovers of the program have.</summary>
    public TimeSpan GraceOfRest => To == StopTarget.Main ? TimeSpan.Zero : Grace;
}
