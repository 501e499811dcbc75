using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using ProcessProxy.Configuration;
using ProcessProxy.Platform.MacOS.Native;
using ProcessProxy.Platform.Processes;
using Xunit;

namespace ProcessProxy.Tests.Platform.MacOS;

/// <summary>Structures of Darwin, filled field by field as its headers declare them.</summary>
public sealed class KernelLayoutTests
{
    [Fact]
    public void A_process_is_read()
    {
        using var writer = new BinaryWriter(new MemoryStream());
        foreach (var field in (uint[])[0x14, 3, 0, 4711, 42, 501, 20, 501, 20, 501, 20, 0])
        {
            writer.Write(field); // flags, status, xstatus, pid, ppid, six of users and groups, reserved
        }

        writer.Write("node\0"u8.ToArray().Concat(new byte[11]).ToArray()); // comm
        writer.Write("node-server\0"u8.ToArray().Concat(new byte[20]).ToArray()); // name
        foreach (var field in (uint[])[17, 4700, 0, 0xFFFFFFFF, 0, 0])
        {
            writer.Write(field); // nfiles, pgid, pjobc, tdev, tpgid, nice
        }

        writer.Write(1_700_000_000UL);
        writer.Write(123_456UL);
        var bytes = ((MemoryStream)writer.BaseStream).ToArray();

        Assert.Equal(BsdInfo.Size, bytes.Length);
        Assert.True(BsdInfo.TryParse(bytes, out var info));
        Assert.Equal(new BsdInfo("node-server", 3, 42, 4700, 1_700_000_000_123_456) { RealUser = 501 }, info);
        Assert.False(info.IsDead);
        Assert.True((info with { Status = 5 }).IsDead);
        Assert.False(BsdInfo.TryParse(bytes.AsSpan(1), out _));
    }

    [Theory]
    [InlineData(0x81A4, 3, true, true)]
    [InlineData(0x81A4, 1, true, false)]
    [InlineData(0x11A4, 2, false, true)]
    public void A_file_of_a_descriptor_is_read(ushort mode, uint openFlags, bool regular, bool writable)
    {
        var bytes = new byte[24 + 152 + 1024];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, openFlags);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(24), 0x1000004); // st_dev
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(28), mode);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(30), 1); // st_nlink
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(32), 987654321);
        "/private/tmp/a.log"u8.CopyTo(bytes.AsSpan(24 + 152));

        Assert.True(VnodeInfo.TryParse(bytes, out var info));
        Assert.Equal(new VnodeInfo(writable, regular, 0x1000004, 987654321, "/private/tmp/a.log"), info);
        Assert.True(info.IsSameFile(info with { Path = "/else", IsWritable = !writable }));
        Assert.False(info.IsSameFile(info with { Device = 1 }));
        Assert.False(VnodeInfo.TryParse(bytes.AsSpan(1), out _));
    }

    [Fact]
    public void An_event_has_32_bytes() => Assert.Equal(32, Unsafe.SizeOf<KernelEvent>());

    [Fact]
    public void Every_signal_that_may_be_configured_has_its_number_there()
    {
        Assert.All(StopSignals.All, name => Assert.Equal(name, DarwinSignals.Name(DarwinSignals.Number(name))));
        Assert.Equal((30, 31, 28, 19, 20), (DarwinSignals.Number("SIGUSR1"), DarwinSignals.Number("SIGUSR2"), DarwinSignals.Number("SIGWINCH"),
            DarwinSignals.Number("SIGCONT"), DarwinSignals.Number("SIGCHLD")));
    }

    [Theory]
    [InlineData(0x0300, 3, null)]
    [InlineData(0x000F, null, 15)]
    [InlineData(0x0086, null, 6)]
    public void A_wait_status_is_a_code_or_a_signal(int status, int? code, int? signal) =>
        Assert.Equal(new(code, signal), ProcessEnd.FromWaitStatus(status));
}
