using System.Net.Sockets;
using ProcessProxy.Platform;
using Xunit;

namespace ProcessProxy.Tests.Platform;

public sealed class OpenFilesTests
{
    [Fact]
    public void What_is_open_and_may_be_is_told()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Linux tells.");
        var before = OpenFiles.Count!.Value;
        using var file = File.OpenRead("/dev/null");
        Assert.InRange(OpenFiles.Count!.Value, 4, OpenFiles.Limit!.Value);
        Assert.InRange(before, 3, OpenFiles.Limit.Value);
        Assert.False(OpenFiles.AreScarce);
    }

    [Fact]
    public void Our_own_want_is_told_from_the_faults_of_others()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are other errors there.");
        Exception[] ours =
        [
            new SocketException((int)SocketError.TooManyOpenSockets), new SocketException((int)SocketError.NoBufferSpaceAvailable), new IOException("", 24),
            new IOException("", 23), new IOException("", 12), new OutOfMemoryException(),
        ];
        Exception?[] others = [null, new SocketException((int)SocketError.ConnectionRefused), new IOException("", 5), new IOException(), new HttpRequestException()];
        Assert.All(ours, fault => Assert.True(OpenFiles.RanOut(fault) && OpenFiles.RanOut(new HttpRequestException("", new IOException("", fault)))));
        Assert.All(others, fault => Assert.False(OpenFiles.RanOut(fault) || OpenFiles.RanOut(new HttpRequestException("", fault))));
    }
}
