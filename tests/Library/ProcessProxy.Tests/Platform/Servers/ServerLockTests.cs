using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text;
using ProcessProxy.Platform;
using ProcessProxy.Platform.Files;
using ProcessProxy.Platform.Linux.Proc;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Servers;
using Xunit;

namespace ProcessProxy.Tests.Platform.Servers;

/// <summary>Who holds the lock of a state folder is believed only while he does, and only where nobody else can have written it.</summary>
[SupportedOSPlatform("linux")]
public sealed class ServerLockTests : IDisposable
{
    private const int Patience = 20_000;
    private const UnixFileMode Private = (UnixFileMode)0b111_101_000;
    private readonly TempFolder folder = new();

    public ServerLockTests() => File.SetUnixFileMode(folder.Path, Private);

    private string LockPath => folder.File("processproxy.lock");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_second_server_is_refused_and_told_the_firsts_pid()
    {
        using (Take())
        {
            var refused = Assert.Throws<ServerLockedException>(() => Take());
            Assert.Equal(Environment.ProcessId, refused.Pid);
            Assert.Contains($"(pid {Environment.ProcessId})", refused.Message, StringComparison.Ordinal);
        }

        Take().Dispose();
    }

    [Fact]
    public void A_server_is_found_with_what_it_said_while_it_holds_the_lock()
    {
        Assert.Null(OtherServer.Find(folder.Path));
        using (var held = ServerLock.Take(folder.Path, ServerRecord.OfThis(ServerKind.Server, "/srv/app")))
        {
            Assert.Equal((null, "/srv/app"), (OtherServer.Find(folder.Path)!.Address, OtherServer.Find(folder.Path)!.ProjectDirectory));
            held.Write(ServerRecord.OfThis(ServerKind.Server, "/srv/app") with { Addresses = ["http://0.0.0.0:4481"], Socket = "/srv/app/pids/processproxy.sock" });
            var found = OtherServer.Find(folder.Path);
            Assert.Equal(
                new RunningServer(Environment.ProcessId, ProcessBirth.OfThis, ServerKind.Server, new Uri("http://127.0.0.1:4481"), "/srv/app/pids/processproxy.sock", true),
                found! with { Version = null, ProjectDirectory = null });
        }

        Assert.Null(OtherServer.Find(folder.Path, out var doubt));
        Assert.Null(doubt);
    }

    [Fact]
    public void The_first_line_is_the_pid_and_only_the_owner_may_open_it()
    {
        File.WriteAllText(LockPath, "");
        File.SetUnixFileMode(LockPath, (UnixFileMode)0b110_110_110);
        using var held = Take();
        Assert.StartsWith($"{Environment.ProcessId}\n", Encoding.UTF8.GetString(SmallFile.Read(LockPath, ServerRecord.Longest).Content!), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(LockPath));
    }

    [Fact]
    public void A_lock_that_nobody_holds_is_not_believed()
    {
        File.WriteAllBytes(LockPath, ServerRecord.OfThis(ServerKind.Server, null).ToFile());
        Assert.Null(OtherServer.Find(folder.Path));
    }

    [Theory]
    [InlineData(0b111_111_101, "The folder")]
    [InlineData(0b111_101_111, "The folder")]
    public void A_lock_in_a_folder_that_others_can_write_is_not_believed(int mode, string doubted)
    {
        using var held = Take();
        File.SetUnixFileMode(folder.Path, (UnixFileMode)mode);
        Assert.Null(OtherServer.Find(folder.Path, out var doubt));
        Assert.StartsWith(doubted, doubt, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lock_that_others_can_write_is_not_believed()
    {
        using var held = Take();
        File.SetUnixFileMode(LockPath, (UnixFileMode)0b110_110_000);
        Assert.Null(OtherServer.Find(folder.Path, out var doubt));
        Assert.StartsWith("The lock", doubt, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pid_that_is_used_again_is_not_taken_for_the_server()
    {
        using var held = LockFile.TryHold(LockPath)!;
        var record = ServerRecord.OfThis(ServerKind.Server, null);
        held.Write((record with { StartTicks = record.StartTicks + 1 }).ToFile());
        Assert.Null(OtherServer.Find(folder.Path));
        held.Write((record with { BootId = "another" }).ToFile());
        Assert.Null(OtherServer.Find(folder.Path));
        held.Write(record.ToFile());
        Assert.NotNull(OtherServer.Find(folder.Path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("4711")]
    [InlineData("4711\nhttp://127.0.0.1:4481\n")]
    [InlineData("-1\n{}")]
    [InlineData("1\n{\"pid\":2,\"startTicks\":1,\"bootId\":\"b\",\"kind\":\"server\"}\n")]
    [InlineData("1\n{\"pid\":1,\"startTicks\":1,\"bootId\":null,\"kind\":\"server\"}\n")]
    [InlineData("1\n{\"pid\":1,\"startTicks\":1,\"bootId\":\"b\",\"kind\":null}\n")]
    [InlineData("1\n{\"pid\":1,\"startTicks\":1,\"bootId\":\"b\",\"kind\":\"server\",\"addresses\":[null]}\n")]
    [InlineData("1\n{\"pid\":1,\"startTicks\":1,\"bootId\":\"b\",\"kind\":\"ser")]
    public void What_makes_no_sense_is_nobody(string content) => Assert.Null(ServerRecord.Parse(Encoding.UTF8.GetBytes(content)));

    [Fact]
    public void What_a_later_version_adds_is_passed_over_and_a_kind_it_knows_is_not_ours_to_end()
    {
        var record = ServerRecord.Parse("7\n{\"pid\":7,\"startTicks\":1,\"bootId\":\"b\",\"kind\":\"guardian\",\"more\":{\"and\":[1]}}\nand more\n"u8);
        Assert.Equal((7, ServerKind.Session), (record!.Pid, record.ToKind()));
        Assert.Empty(record.Addresses);
    }

    [Fact(Timeout = Patience)]
    public async Task Anything_in_the_place_of_the_lock_is_named_and_never_waited_for()
    {
        File.WriteAllText(folder.File("precious"), "precious");
        File.CreateSymbolicLink(LockPath, folder.File("precious"));
        await AssertNamedAsync("is a symbolic link");
        Assert.Equal("precious", File.ReadAllText(folder.File("precious")));
        File.Delete(LockPath);
        NamedPipe.Create(LockPath);
        await AssertNamedAsync("is not a regular file");
        File.Delete(LockPath);
        Directory.CreateDirectory(LockPath);
        await Task.Run(() => Assert.Throws<IOException>(() => Take()), TestContext.Current.CancellationToken);
        Assert.Null(OtherServer.Find(folder.Path));
        Directory.Delete(LockPath);
        File.WriteAllText(LockPath, new string('1', ServerRecord.Longest + 1));
        Assert.Null(OtherServer.Find(folder.Path, out var doubt));
        Assert.EndsWith("bytes long.", doubt, StringComparison.Ordinal);
        Take().Dispose();
    }

    [Fact]
    public void A_lock_of_another_user_is_neither_taken_nor_believed()
    {
        Assert.SkipWhen(Environment.UserName != "root", "Only root can give a file away.");
        File.WriteAllText(LockPath, "");
        Process.Start("chown", ["2001", LockPath]).WaitForExit();
        Assert.Contains("another user", Assert.Throws<IOException>(() => Take()).Message, StringComparison.Ordinal);
        using var held = LockFile.TryHold(folder.File("other"))!;
        held.Write(ServerRecord.OfThis(ServerKind.Server, null).ToFile());
        Process.Start("chown", ["2001", folder.File("other")]).WaitForExit();
        File.Move(folder.File("other"), LockPath, overwrite: true);
        Assert.Null(OtherServer.Find(folder.Path, out var doubt));
        Assert.Contains("another user", doubt, StringComparison.Ordinal);

        // In a folder that is his as well, it speaks of his own processes only.
        Process.Start("chown", ["2001", folder.Path]).WaitForExit();
        Assert.Null(OtherServer.Find(folder.Path, out doubt));
        Assert.Null(doubt);
    }

    [Fact]
    public void A_lock_that_was_removed_while_it_was_held_is_no_hindrance_and_the_new_one_is_another()
    {
        using var first = LockFile.TryHold(LockPath)!;
        File.Delete(LockPath);
        using var second = LockFile.TryHold(LockPath)!;
        Assert.NotEqual(first.Identity, second.Identity);
    }

    [Fact]
    public void A_server_of_the_first_version_and_one_of_this_exclude_each_other()
    {
        using (var old = new FileStream(LockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1))
        {
            old.Write("4711\n"u8);
            old.Flush();
            Assert.Equal(4711, Assert.Throws<ServerLockedException>(() => Take()).Pid);
        }

        using var held = Take();
        Assert.Throws<IOException>(() => new FileStream(LockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1));
    }

    [Fact(Timeout = Patience)]
    public async Task Only_the_server_that_is_meant_is_asked_to_stop()
    {
        using var sleep = Process.Start("sleep", "1000");
        try
        {
            var server = new RunningServer(sleep.Id, ProcessBirth.Of(sleep.Id)!.Value, ServerKind.Server, null, null, true);
            OtherServer.AskToStop(server with { Birth = new ProcessBirth(server.Birth.Boot, server.Birth.Ticks + 1) });
            Assert.Contains("no server", Assert.Throws<IOException>(() => OtherServer.AskToStop(server with { Kind = ServerKind.Session })).Message, StringComparison.Ordinal);
            Assert.False(server.HasEnded);
            Assert.False(sleep.HasExited);
            OtherServer.AskToStop(server);
            await sleep.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(server.HasEnded);
            OtherServer.AskToStop(server);
        }
        finally
        {
            sleep.Kill();
        }
    }

    [Fact]
    public async Task The_guardian_of_a_server_is_asked_to_stop_as_long_as_it_is_the_one_that_is_meant()
    {
        using var guardian = Process.Start("sleep", "1000");
        using var sleep = Process.Start("sleep", "1000");
        try
        {
            using (var held = LockFile.TryHold(LockPath)!)
            {
                var record = ServerRecord.OfThis(ServerKind.Server, null).With(guardian.Id);
                held.Write(record.ToFile());
                Assert.Equal((guardian.Id, ProcessBirth.Of(guardian.Id)!.Value), OtherServer.Find(folder.Path)!.Guardian);
                held.Write((record with { GuardianStartTicks = record.GuardianStartTicks + 1 }).ToFile());
                Assert.False(OtherServer.Find(folder.Path)!.IsGuarded);
            }

            var server = new RunningServer(sleep.Id, ProcessBirth.Of(sleep.Id)!.Value, ServerKind.Server, null, null, true)
            {
                Guardian = (guardian.Id, ProcessBirth.Of(guardian.Id)!.Value),
            };
            OtherServer.AskToStop(server);
            await guardian.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.False(sleep.HasExited);
            OtherServer.AskToStop(server);
            await sleep.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        finally
        {
            guardian.Kill();
            sleep.Kill();
        }
    }

    [Theory]
    [InlineData("Name:\tsleep\nUmask:\t0022\nUid:\t1000\t2001\t0\t0\nGid:\t1\t2\t3\t4\n", 2001u)]
    [InlineData("Name:\tUid:\\t5\\t6\nUid:\t1\t2\t3\t4\n", 2u)]
    [InlineData("Name:\tsleep\n", null)]
    [InlineData("Name:\tsleep\nUid:\t1", null)]
    [InlineData("Name:\tsleep\nUid:\tx\ty\n", null)]
    public void The_user_of_a_process_is_the_effective_one(string status, uint? user) => Assert.Equal(user, ProcessUser.Parse(Encoding.UTF8.GetBytes(status)));

    private Task AssertNamedAsync(string what) => Task.Run(
        () =>
        {
            Assert.Contains(what, Assert.Throws<IOException>(() => Take()).Message, StringComparison.Ordinal);
            Assert.Null(OtherServer.Find(folder.Path, out var doubt));
            Assert.Contains(what, doubt, StringComparison.Ordinal);
        },
        TestContext.Current.CancellationToken);

    private ServerLock Take() => ServerLock.Take(folder.Path, ServerRecord.OfThis(ServerKind.Session, null));
}
