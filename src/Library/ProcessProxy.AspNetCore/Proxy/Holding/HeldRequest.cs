using ProcessProxy.AspNetCore.Http;
using ProcessProxy.Supervision;

namespace ProcessProxy.AspNetCore.Proxy.Holding;

/// <summary>The note that records how long a request has waited for its process, and whether the process counts it.</summary>
/// <remarks>It is kept when the request continues on another route: the time that it has waited counts.</remarks>
internal sealed class HeldRequest : RequestNote<HeldRequest>
{
    /// <summary>Gets or sets until when the request waits for its process, as a timestamp of the clock; null if it has not waited.</summary>
    public long? Until { get; set; }

    /// <summary>Gets or sets whether it has been counted as one that waited.</summary>
    public bool IsCounted { get; set; }

    /// <summary>Gets or sets the process that counts this request as in progress, or null.</summary>
    public ProcessGate? Entered { get; set; }

    private ProcessUse? Used { get; set; }

    /// <summary>Counts it as a use of a process until <see cref="LeaveUse"/>, and of no other one from now on.</summary>
    public void EnterUse(ProcessUse use)
    {
        if (Used == use)
        {
            return;
        }

        // First the new one: if both are the same process, it does not fall asleep in between.
        use.Enter();
        Used?.Leave();
        Used = use;
    }

    /// <summary>Handles that it is over, however it ended.</summary>
    public void LeaveUse()
    {
        Used?.Leave();
        Used = null;
    }

    /// <summary>Removes it from the count of the process: it is complete, or lasts as long as the process does.</summary>
    public void Leave()
    {
        Entered?.Leave();
        Entered = null;
    }

    /// <inheritdoc/>
    public override void Clear() => (Until, IsCounted, Entered, Used) = (null, false, null, null);
}
