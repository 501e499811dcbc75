using System.Net.Sockets;
using ProcessProxy.AspNetCore.Connections;

namespace ProcessProxy.AspNetCore.Proxy.Forwarding.Upload;

/// <summary>A connection to a backend that counts as long as its socket is open.</summary>
/// <param name="socket">A connected socket; closed with the stream.</param>
/// <param name="outgoing">The allowance that it was taken from.</param>
internal class CountedStream(Socket socket, OutgoingAllowance outgoing) : NetworkStream(socket, ownsSocket: true)
{
    private bool isReturned;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!Interlocked.Exchange(ref isReturned, true))
        {
            outgoing.Return();
        }
    }
}
