using ProcessProxy.Configuration;

namespace ProcessProxy.Platform.Processes;

/// <summary>A program that runs under supervision, with everything it started. Disposing lets go of it and ends nothing.</summary>
internal interface IChildProcess : IDisposable
{
    /// <summary>Who it is.</summary>
    ProcessIdentity Identity { get; }

    /// <summary>How long it had been running when it was launched (zero) or adopted.</summary>
    TimeSpan AgeAtStart { get; }

    /// <summary>Ends when the program itself has ended; what it started may live on.</summary>
    Task<ProcessEnd> Ended { get; }

    /// <summary>Whether it is the system that ended the program, for want of memory; known when <see cref="Ended"/> is.</summary>
    MemoryKill MemoryKill => MemoryKill.None;

    /// <summary>
    /// Called when the state that names a launched program was kept, so that the next server can find it. Where a program
    /// can be held back so long and dies with us if we die first, it begins now.
    /// </summary>
    void Recorded()
    {
    }

    /// <summary>Ends the whole tree.</summary>
    /// <param name="request">How.</param>
    /// <param name="hurry">Cancelled when there is no more time for a graceful end: the tree is killed at once.</param>
    /// <returns>What could not be ended, as <c>name (pid)</c>; empty when nothing of the tree is alive.</returns>
    Task<IReadOnlyList<string>> EndTreeAsync(EndTreeRequest request, CancellationToken hurry);
}

/// <summary>How a tree is to be ended.</summary>
/// <param name="Signal">The number of the signal that asks it to; null when it has been asked by other means.</param>
/// <param name="Grace">How long it may take before it is killed.</param>
/// <param name="Thorough">Whether to look also for members that left the group, which costs a look at every process of the machine.</param>
/// <param name="Patient">Whether nobody waits for it, so that such a look may be put off and shared with others.</param>
/// <param name="To">Who is asked: all, or the program alone, and then what it leaves behind is killed.</param>
internal sealed record EndTreeRequest(int? Signal, TimeSpan Grace, bool Thorough, bool Patient = false, StopTarget To = StopTarget.Group)
{
    /// <summary>The number of the signal; 0, which sends nothing, when it has been asked by other means.</summary>
    public int SignalOrNone => Signal ?? 0;

    /// <summary>How long what the program has left behind may take.</summary>
    public TimeSpan GraceOfRest => To == StopTarget.Main ? TimeSpan.Zero : Grace;
}
