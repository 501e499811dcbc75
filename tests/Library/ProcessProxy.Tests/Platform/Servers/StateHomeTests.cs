using System.Runtime.Versioning;
using ProcessProxy.Platform;
using ProcessProxy.Platform.Files;
using ProcessProxy.Platform.Servers;
using Xunit;

namespace ProcessProxy.Tests.Platform.Servers;

/// <summary>A folder of state that goes away, or whose path leads elsewhere, under the server that holds it.</summary>
[SupportedOSPlatform("linux")]
public sealed class StateHomeTests : IDisposable
{
    private readonly TempFolder folder = new();

    private string Pids => folder.File("pids");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_folder_that_is_removed_is_made_anew_and_nobody_else_can_take_it_meanwhile()
    {
        using var home = Take(Pids);
        home.Announce(["http://127.0.0.1:4481"], null);
        Assert.Equal(StateHome.Change.None, home.Look());
        Directory.Delete(Pids, recursive: true);
        Assert.Equal(Environment.ProcessId, Assert.Throws<ServerLockedException>(() => Take(Pids)).Pid);
        Assert.Equal(StateHome.Change.Renewed, home.Look());
        Assert.Equal(new Uri("http://127.0.0.1:4481"), OtherServer.Find(Pids)!.Address);
        Assert.Equal(StateHome.Change.None, home.Look());
        Assert.Throws<ServerLockedException>(() => Take(Pids));
    }

    [Fact]
    public void A_lock_alone_that_is_removed_is_made_anew()
    {
        using var home = Take(Pids);
        File.Delete(folder.File("pids/processproxy.lock"));
        Assert.Equal(StateHome.Change.Renewed, home.Look());
        Assert.NotNull(OtherServer.Find(Pids));
    }

    [Fact]
    public void A_link_that_is_led_elsewhere_changes_nothing_but_that_the_server_is_found_there_too()
    {
        var link = Release("one");
        using var home = Take(link);
        Assert.Equal(folder.File("one/pids"), home.Directory);
        home.Announce(["http://127.0.0.1:4481"], null);
        Release("two");
        Assert.Equal(Environment.ProcessId, Assert.Throws<ServerLockedException>(() => Take(link)).Pid);
        Assert.Equal(StateHome.Change.Elsewhere, home.Look());
        Assert.Equal(folder.File("one/pids"), home.Directory);
        Assert.Equal(new Uri("http://127.0.0.1:4481"), OtherServer.Find(link)!.Address);
        Assert.Equal(StateHome.Change.None, home.Look());
        Assert.NotNull(OtherServer.Find(folder.File("one/pids")));

        // Back again, as when a release turns out bad.
        Release("one");
        Assert.Equal(StateHome.Change.None, home.Look());
        Assert.Null(OtherServer.Find(folder.File("two/pids")));
    }

    [Fact]
    public void When_the_old_release_is_removed_state_is_where_the_link_leads_to()
    {
        var link = Release("one");
        using var home = Take(link);
        Release("two");
        Assert.Equal(StateHome.Change.Elsewhere, home.Look());
        Directory.Delete(folder.File("one"), recursive: true);
        Assert.Equal(StateHome.Change.Renewed, home.Look());
        Assert.Equal(folder.File("two/pids"), home.Directory);
        Assert.False(Directory.Exists(folder.File("one")));
        Assert.NotNull(OtherServer.Find(link));
    }

    [Fact]
    public void After_a_server_was_killed_the_next_finds_its_state_by_the_lock_in_the_new_release()
    {
        Release("one");
        var link = Release("two");
        Directory.CreateDirectory(folder.File("one/pids"));
        Directory.CreateDirectory(folder.File("two/pids"));
        var dead = ServerRecord.OfThis(ServerKind.Server, null) with { Pid = 4711, StateDirectory = folder.File("one/pids") };
        File.WriteAllBytes(folder.File("two/pids/processproxy.lock"), dead.ToFile());
        using var home = Take(link);
        Assert.Equal((folder.File("one/pids"), folder.File("two/pids")), (home.Directory, home.Signpost));
        Assert.Throws<ServerLockedException>(() => Take(folder.File("one/pids")));
        Assert.NotNull(OtherServer.Find(link));
    }

    [Fact]
    public void What_somebody_else_holds_there_meanwhile_is_left_to_him_and_tried_again()
    {
        using var home = Take(Pids);
        Directory.Delete(Pids, recursive: true);
        Directory.CreateDirectory(Pids);
        using (LockFile.TryHold(folder.File("pids/processproxy.lock")))
        {
            Assert.Throws<ServerLockedException>(() => home.Look());
        }

        Assert.Equal(StateHome.Change.Renewed, home.Look());
    }

    [Fact]
    public void A_group_gets_to_the_lock_and_nobody_else()
    {
        Assert.SkipWhen(Environment.UserName != "root", "Only root can give a file to a group it is no member of.");
        using var home = StateHome.Take(Pids, ServerRecord.OfThis(ServerKind.Server, null), new SystemGroup(2001));
        Assert.Equal((2001u, (UnixFileMode)0b111_101_000), (Ownership.Of(Pids)!.Value.Group, File.GetUnixFileMode(Pids)));
        var path = folder.File("pids/processproxy.lock");
        Assert.Equal((2001u, (UnixFileMode)0b110_100_000), (Ownership.Of(path)!.Value.Group, File.GetUnixFileMode(path)));
        Assert.NotNull(OtherServer.Find(Pids));
    }

    private static StateHome Take(string path) => StateHome.Take(path, ServerRecord.OfThis(ServerKind.Server, null));

    /// <summary>Leads the link <c>current</c> to a release.</summary>
    private string Release(string name)
    {
        Directory.CreateDirectory(folder.File(name));
        File.Delete(folder.File("current"));
        File.CreateSymbolicLink(folder.File("current"), folder.File(name));
        return folder.File("current/pids");
    }
}
