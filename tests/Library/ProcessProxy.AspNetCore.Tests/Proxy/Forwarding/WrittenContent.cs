using System.Net;

namespace ProcessProxy.AspNetCore.Tests.Proxy.Forwarding;

/// <summary>A body that is written as the test says, piece by piece.</summary>
internal sealed class WrittenContent(Func<Stream, Task> write) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => write(stream);

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
