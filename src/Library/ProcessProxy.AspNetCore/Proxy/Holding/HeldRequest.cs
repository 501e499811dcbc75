using ProcessProxy.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Proxy.Holding;

/// <summary>The note that says how long a request has waited for its process, and whether that counts it now.</summary>
/// <remarks>It stays what it is when the request goes on at another route: the time that it has waited counts.</remarks>
internal sealed class HeldRequest : RequestNote<HeldRequest>
{
    /// <summary>Until when the request waits for its process, as a timestamp of the clock; null while it never had to.</summary>
    public long? Until { get; set; }

    /// <summary>Whether it has been counted as one that waited.</summary>
    public bool IsCounted { get; set; }

    /// <summary>The process that is counting this request as one it is answering; null when none is.</summary>
    public ProcessGate? Entered { get; set; }

    /// <summary>Has the process count it no longer: it is answered, or lasts as long as the process does.</summary>
    public void Leave()
    {
        Entered?.Leave();
        Entered = null;
    }

    /// <inheritdoc/>
    public override void Clear() => (Until, IsCounted, Entered) = (null, false, null);
}
