using System.Text;
using ProcessProxy.Logs;
using Xunit;

namespace ProcessProxy.Tests.Logs;

public sealed class WritingALogOfOurOwn : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Log => Path.Combine(_folder.Path, "sub", "access.log");

    [Fact]
    public void Lines_come_after_those_that_are_there_and_the_folder_is_made()
    {
        Write(1000, 5, "one\n", "two\n");
        Write(1000, 5, "three\n");
        Assert.Equal("one\ntwo\nthree\n", File.ReadAllText(Log));
    }

    [Theory]
    [InlineData(3, "access.log,access.log.1,access.log.2")]
    [InlineData(2, "access.log,access.log.1")]
    [InlineData(1, "access.log")]
    public void A_larger_file_is_rotated_and_so_many_are_kept_with_the_current_one(int maxFiles, string names)
    {
        Write(10, maxFiles, [.. Enumerable.Range(0, 20).Select(i => $"line {i:00}\n")]);
        Assert.Equal(names.Split(','), Directory.GetFiles(Path.GetDirectoryName(Log)!).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal("line 18\nline 19\n", File.ReadAllText(Log));
        Assert.All(Directory.GetFiles(Path.GetDirectoryName(Log)!), file => Assert.EndsWith("\n", File.ReadAllText(file)));
    }

    [Fact]
    public void A_file_that_was_moved_away_is_left_alone_and_another_is_begun()
    {
        using var file = new RotatingFile(Log, 1000, 5);
        Append(file, "one\n");
        File.Move(Log, Log + ".moved");
        Append(file, "two\n");
        Directory.Delete(Path.GetDirectoryName(Log)!, recursive: true);
        Append(file, "three\n");
        Assert.Equal("three\n", File.ReadAllText(Log));
    }

    [Fact]
    public void A_file_that_was_emptied_has_no_hole_in_it()
    {
        using var file = new RotatingFile(Log, 1000, 5);
        Append(file, "one\n");
        File.WriteAllText(Log, "");
        Append(file, "two\n");
        Assert.Equal("two\n", File.ReadAllText(Log));
    }

    [Fact]
    public void What_cannot_be_written_says_so_and_what_comes_later_can()
    {
        using var file = new RotatingFile(Log, 1000, 5);
        File.WriteAllText(Path.GetDirectoryName(Log)!, "in the way");
        Assert.ThrowsAny<IOException>(() => Append(file, "one\n"));
        File.Delete(Path.GetDirectoryName(Log)!);
        Append(file, "two\n");
        Assert.Equal("two\n", File.ReadAllText(Log));
    }

    [Fact]
    public void A_link_and_a_pipe_are_not_written_to()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Making links takes a privilege there.");
        Directory.CreateDirectory(Path.GetDirectoryName(Log)!);
        var victim = Path.Combine(_folder.Path, "victim");
        File.WriteAllText(victim, "");
        File.CreateSymbolicLink(Log, victim);
        using var file = new RotatingFile(Log, 1000, 5);
        Assert.ThrowsAny<IOException>(() => Append(file, "one\n"));
        Assert.Equal("", File.ReadAllText(victim));
        File.Delete(Log);
        NamedPipe.Create(Log);
        Assert.ThrowsAny<IOException>(() => Append(file, "one\n"));
    }

    [Fact]
    public void A_full_disk_leaves_no_half_line()
    {
        using var disk = new SmallDisk(16 * 1024);
        var log = Path.Combine(disk.Path, "access.log");
        var block = new string('x', 6 * 1024 - 1) + "\n";
        using (var file = new RotatingFile(log, long.MaxValue, 5))
        {
            Append(file, block);
            Append(file, block);
            Assert.ThrowsAny<IOException>(() => Append(file, block));
            Append(file, "last\n");
        }

        Assert.Equal(block + block + "last\n", File.ReadAllText(log));
    }

    public void Dispose() => _folder.Dispose();

    private void Write(long maxSize, int maxFiles, params string[] lines)
    {
        using var file = new RotatingFile(Log, maxSize, maxFiles);
        foreach (var line in lines)
        {
            Append(file, line);
        }
    }

    private static void Append(RotatingFile file, string text) => file.Append(Encoding.UTF8.GetBytes(text));
}
