using System.Buffers.Binary;
using System.Text;
using ProcessProxy.Platform.MacOS.Native;
using Xunit;

namespace ProcessProxy.Tests.Platform.MacOS;

/// <summary>Buffers as KERN_PROCARGS2 gives them.</summary>
public sealed class ProcessArgumentsTests
{
    private const string Environment = "PATH=/bin\0PROCESSPROXY_ID=api\0PROCESSPROXY_RUN=api/4711\0HOME=/\0";

    [Theory]
    [InlineData(1, "/bin/node\0\0\0\0\0\0\0", "node\0")]
    [InlineData(1, "/bin/node\0", "node\0")]
    [InlineData(3, "/bin/node\0\0", "node\0\0two\0")]
    [InlineData(2, "/bin/node\0\0", "node\0PROCESSPROXY_RUN=forged/1\0")]
    [InlineData(0, "/bin/node\0\0\0", "")]
    public void The_marks_are_found_behind_whatever_arguments(int count, string program, string arguments) =>
        Assert.Equal(("api/4711", "api"), ProcessArguments.Marks(Buffer(count, program + arguments + Environment + "\0\0executable_path=/bin/node\0")));

    [Fact]
    public void The_first_of_a_name_counts_and_the_last_needs_no_end() =>
        Assert.Equal(("a/1", null), ProcessArguments.Marks(Buffer(1, "/x\0x\0PROCESSPROXY_RUN=a/1\0PROCESSPROXY_RUN=b/2")));

    [Theory]
    [InlineData(1, "/bin/sleep\0\0sleep\0")]
    [InlineData(2, "/bin/sleep\0\0sleep\0PROCESSPROXY_RUN=a/1\0")]
    [InlineData(1, "/bin/sleep\0\0sleep\0XPROCESSPROXY_RUN=a/1\0PROCESSPROXY_RU\0")]
    [InlineData(9, "/bin/sleep\0\0sleep\0PROCESSPROXY_RUN=a/1\0")]
    [InlineData(-1, "/bin/sleep\0\0sleep\0PROCESSPROXY_RUN=a/1\0")]
    [InlineData(int.MaxValue, "/bin/sleep\0")]
    [InlineData(1, "")]
    public void What_is_hidden_cut_off_or_something_else_has_no_marks(int count, string text) =>
        Assert.Equal((null, null), ProcessArguments.Marks(Buffer(count, text)));

    [Fact]
    public void A_buffer_without_a_count_has_no_marks() => Assert.Equal((null, null), ProcessArguments.Marks([1, 0]));

    private static byte[] Buffer(int count, string text)
    {
        var buffer = new byte[4 + Encoding.UTF8.GetByteCount(text)];
        BinaryPrimitives.WriteInt32LittleEndian(buffer, count);
        Encoding.UTF8.GetBytes(text, buffer.AsSpan(4));
        return buffer;
    }
}
