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

    /// <summary>Gets or sets the instance that answers it; null if the process has no instances.</summary>
    public InstanceEndpoint? Instance { get; set; }

    /// <summary>Gets whether it has become a stream that only the end of the program ends.</summary>
    public bool IsStream { get; private set; }

    /// <summary>Removes it from the count of the process: it is complete, or lasts as long as the process does.</summary>
    public void Leave()
    {
        Entered?.Leave();
        Entered = null;
    }

    /// <summary>Handles that it has become a stream that only the end of the program ends.</summary>
    public void BecomeStream()
    {
        Leave();
        IsStream = true;
        Instance?.BecomeStream();
    }

    /// <summary>Handles that it is sent to an instance.</summary>
    public void SendTo(InstanceEndpoint? instance) => (Instance, IsStream) = (instance, false);

    /// <inheritdoc/>
    public override void Clear() => (Until, IsCounted, Entered, Instance, IsStream) = (null, false, null, null, false);
}
