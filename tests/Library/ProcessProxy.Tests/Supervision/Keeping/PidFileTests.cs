using ProcessProxy.Supervision.Keeping;
using Xunit;

namespace ProcessProxy.Tests.Supervision.Keeping;

public sealed class PidFileTests : IDisposable
{
    private readonly TempFolder folder = new();

    private string File => folder.File("web.pid");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void It_is_one_line_that_any_tool_can_read()
    {
        PidFile.Write(folder.File("new/folder/web.pid"), 4711);
        Assert.Equal("4711\n"u8.ToArray(), System.IO.File.ReadAllBytes(folder.File("new/folder/web.pid")));
    }

    [Theory]
    [InlineData("4711\n", 4711)]
    [InlineData("4711", 4711)]
    [InlineData("4711\r\n", 4711)]
    [InlineData("2", 2)]
    [InlineData("", null)]
    [InlineData("\n", null)]
    [InlineData("0", null)]
    [InlineData("1", null)]
    [InlineData("-1", null)]
    [InlineData("-4711", null)]
    [InlineData("+4711", null)]
    [InlineData(" 4711", null)]
    [InlineData("4711 4712", null)]
    [InlineData("4711\n4712\n", null)]
    [InlineData("4,711", null)]
    [InlineData("0x10", null)]
    [InlineData("1e3", null)]
    [InlineData("2147483648", null)]
    [InlineData("99999999999999999999", null)]
    [InlineData("text", null)]
    [InlineData("\0\0\0\0", null)]
    [InlineData("4711\0\0", null)]
    [InlineData("４７１１", null)]
    public void Only_the_number_of_a_process_is_one(string content, int? pid)
    {
        System.IO.File.WriteAllText(File, content);
        var (read, problem) = PidFile.Read(File);
        Assert.Equal(pid, read);
        Assert.Equal(pid is null, problem is not null);
    }

    [Fact]
    public void Nothing_there_is_no_problem() => Assert.Equal((null, null), PidFile.Read(File));

    [Fact]
    public void Ten_megabytes_are_not_read()
    {
        System.IO.File.WriteAllText(File, new string('1', 10 << 20));
        Assert.Equal((null, "it is 10485760 bytes long"), PidFile.Read(File));
    }

    [Fact]
    public void A_folder_and_a_link_are_no_pid_files_and_stay()
    {
        Directory.CreateDirectory(File);
        Assert.Equal((null, "it is a folder"), PidFile.Read(File));
        PidFile.Remove(File, 4711);
        Assert.True(Directory.Exists(File));

        System.IO.File.WriteAllText(folder.File("target"), "4711\n");
        System.IO.File.CreateSymbolicLink(folder.File("link"), folder.File("target"));
        Assert.Equal((null, "it is a symbolic link"), PidFile.Read(folder.File("link")));
        PidFile.Remove(folder.File("link"), 4711);
        Assert.NotNull(new FileInfo(folder.File("link")).LinkTarget);
    }

    [Fact]
    public void Writing_replaces_a_link_and_leaves_what_it_pointed_to()
    {
        System.IO.File.WriteAllText(folder.File("target"), "precious");
        System.IO.File.CreateSymbolicLink(File, folder.File("target"));
        PidFile.Write(File, 4711);
        Assert.Equal("precious", System.IO.File.ReadAllText(folder.File("target")));
        Assert.Equal("4711\n", System.IO.File.ReadAllText(File));
        Assert.Null(new FileInfo(File).LinkTarget);
    }

    [Theory]
    [InlineData("passwd", "root:x:0:0:root:/root:/bin/sh\n")]
    [InlineData("empty", "")]
    [InlineData("numbers", "1 2 3\n")]
    public void What_is_no_PID_file_is_not_written_over(string name, string content)
    {
        var file = folder.File(name);
        System.IO.File.WriteAllText(file, content);
        Assert.Contains("not a PID file of this server", Assert.Throws<IOException>(() => PidFile.Write(file, 4711)).Message, StringComparison.Ordinal);
        Assert.Equal(content, System.IO.File.ReadAllText(file));
    }

    [Theory]
    [InlineData("web.pid", "broken")]
    [InlineData("web", "4712\n")]
    [InlineData("web", "4712")]
    public void A_PID_file_of_an_earlier_run_is_written_over_also_when_it_is_broken(string name, string content)
    {
        System.IO.File.WriteAllText(folder.File(name), content);
        PidFile.Write(folder.File(name), 4711);
        Assert.Equal("4711\n", System.IO.File.ReadAllText(folder.File(name)));
    }

    [Fact]
    public void A_PID_file_of_another_user_is_neither_written_over_nor_removed()
    {
        Assert.SkipWhen(!OperatingSystem.IsLinux() || Environment.UserName != "root", "Only root can give a file away.");
        System.IO.File.WriteAllText(File, "4711\n");
        using (var chown = System.Diagnostics.Process.Start("chown", ["2001", File]))
        {
            chown.WaitForExit();
        }

        Assert.Contains("another user", Assert.Throws<IOException>(() => PidFile.Write(File, 4711)).Message, StringComparison.Ordinal);
        PidFile.Remove(File, 4711);
        Assert.True(System.IO.File.Exists(File));
    }

    [Fact]
    public void Only_a_file_that_names_the_process_is_removed()
    {
        PidFile.Write(File, 4712);
        PidFile.Remove(File, 4711);
        Assert.True(System.IO.File.Exists(File));
        System.IO.File.WriteAllText(File, "somebody's notes");
        PidFile.Remove(File, 4711);
        Assert.True(System.IO.File.Exists(File));
        PidFile.Write(File, 4711);
        PidFile.Remove(File, 4711);
        Assert.False(System.IO.File.Exists(File));
        PidFile.Remove(File, 4711);
    }
}
