using System.Runtime.Versioning;
using System.Text;
using ProcessProxy.Platform;
using ProcessProxy.Platform.Files;
using ProcessProxy.Platform.Unix;
using Xunit;

namespace ProcessProxy.Tests.Platform;

/// <summary>The parts of a system of which little is known, which macOS and Windows build upon. They work anywhere.</summary>
[SupportedOSPlatform("linux")]
public sealed class PortablePartsTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly PlatformParts parts = UnixPlatform.Create();

    private string Target => folder.File("target");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_file_is_held_by_one_and_can_be_held_again_when_it_is_let_go()
    {
        using (var first = parts.Locks.TryHold(Target)!)
        {
            Assert.Null(parts.Locks.TryHold(Target));
            Assert.Equal(FileModes.Private, File.GetUnixFileMode(Target));
            first.Write("one"u8);
            first.Write("2"u8);
            Assert.Equal("2", Encoding.UTF8.GetString(first.Read(limit: 10)));
            Assert.Empty(first.Read(limit: 0));
        }

        Assert.Equal((false, "2"), Look());
        using var second = parts.Locks.TryHold(Target);
        Assert.NotNull(second);
    }

    [Fact]
    public void A_lock_that_is_a_link_is_neither_held_nor_looked_at()
    {
        File.CreateSymbolicLink(Target, folder.File("another"));
        Assert.Throws<IOException>(() => parts.Locks.TryHold(Target));
        Assert.Throws<IOException>(() => parts.Locks.Look(Target, limit: 10));
        Assert.False(File.Exists(folder.File("another")));
    }

    [Fact]
    public void A_lock_that_is_not_there_is_nothing_to_look_at() => Assert.Null(parts.Locks.Look(Target, limit: 10));

    [Fact]
    public void What_is_a_link_has_a_status_only_through_it()
    {
        File.WriteAllText(folder.File("real"), "1234");
        File.CreateSymbolicLink(Target, folder.File("real"));
        Assert.Equal(4, parts.Files.Status(Target, followLink: true)!.Value.Size);
        Assert.Null(parts.Files.Status(Target, followLink: false));
        Assert.Null(parts.Files.OpenExisting(Target));
        File.Delete(folder.File("real"));
        Assert.Null(parts.Files.Status(Target, followLink: true));
        File.CreateSymbolicLink(folder.File("real"), Target);
        Assert.Null(parts.Files.Status(Target, followLink: true));
    }

    [Fact]
    public void The_status_of_an_open_file_is_that_of_its_name()
    {
        using var file = parts.Files.OpenOwn(Target);
        RandomAccess.Write(file, "12"u8, 0);
        Assert.Equal(parts.Files.Status(file), parts.Files.Status(Target, followLink: false));
        using var again = parts.Files.OpenExisting(Target);
        Assert.NotNull(again);
    }

    [Fact]
    public void What_is_not_there_is_not_opened_and_no_failure()
    {
        Assert.Null(parts.Files.OpenRead(Target));
        Assert.Null(parts.Files.OpenRead(folder.File("no/such/folder")));
        Assert.Null(parts.Files.OpenExisting(Target));
        Assert.Null(parts.Files.Status(Target, followLink: true));
    }

    [Fact]
    public void What_cannot_be_done_is_said_rather_than_done_by_halves()
    {
        File.WriteAllText(Target, "old");
        Assert.False(parts.Files.TryExchange(Target, folder.File("beside"), "new"u8, FileModes.Log));
        using var file = parts.Files.OpenOwn(Target);
        Assert.False(parts.Heads.AreSupported || parts.Heads.TryPunch(file, 1) || parts.Heads.TryCollapse(file, 1));
        Assert.Equal("old", File.ReadAllText(Target));
    }

    [Fact]
    public void A_server_is_not_asked_to_stop_where_it_cannot_be() =>
        Assert.Throws<IOException>(() => parts.Processes.AskToStop(Environment.ProcessId, default));

    private (bool IsHeld, string Content) Look()
    {
        var (content, isHeld, _) = parts.Locks.Look(Target, limit: 10)!.Value;
        return (isHeld, Encoding.UTF8.GetString(content));
    }
}
