using System.Runtime.Versioning;
using ProcessProxy.Platform.Files;
using Xunit;

namespace ProcessProxy.Tests.Platform.Files;

/// <summary>Files that others may have put anything in the place of.</summary>
[SupportedOSPlatform("linux")]
public sealed class FileTests : IDisposable
{
    private const int Patience = 20_000;
    private readonly TempFolder folder = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact(Timeout = Patience)]
    public async Task A_reader_sees_the_old_content_or_the_new_and_never_a_part()
    {
        var path = folder.File("state");
        byte[][] contents = [.. Enumerable.Range(1, 3).Select(number => Enumerable.Repeat((byte)number, number * 5000).ToArray())];
        AtomicFile.Write(path, contents[0], FileModes.Private);
        using var done = new CancellationTokenSource();
        var reading = Task.Run(
            () =>
            {
                var reads = 0;
                for (; !done.IsCancellationRequested; reads++)
                {
                    var content = File.ReadAllBytes(path);
                    Assert.Equal(contents[content[0] - 1], content);
                }

                return reads;
            },
            Cancelled);
        for (var i = 0; i < 500; i++)
        {
            AtomicFile.Write(path, contents[i % 3], FileModes.Private);
        }

        await done.CancelAsync();
        Assert.True(await reading > 0);
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void What_an_earlier_death_left_beside_does_not_matter()
    {
        File.WriteAllText(folder.File(".state.tmp"), "half of it");
        AtomicFile.Write(folder.File("state"), "whole"u8, FileModes.Private);
        Assert.Equal("whole", File.ReadAllText(folder.File("state")));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_link_laid_beside_is_not_written_through()
    {
        File.WriteAllText(folder.File("precious"), "precious");
        File.CreateSymbolicLink(folder.File(".state.tmp"), folder.File("precious"));
        AtomicFile.Write(folder.File("state"), "whole"u8, FileModes.Private);
        Assert.Equal("precious", File.ReadAllText(folder.File("precious")));
    }

    [Fact]
    public void A_write_that_fails_leaves_nothing_beside()
    {
        Directory.CreateDirectory(folder.File("state"));
        Assert.ThrowsAny<Exception>(() => AtomicFile.Write(folder.File("state"), "whole"u8, FileModes.Private));
        Assert.Empty(Directory.GetFiles(folder.Path));
        Assert.ThrowsAny<IOException>(() => AtomicFile.Write(folder.File("missing/state"), "whole"u8, FileModes.Private));
    }

    [Fact(Timeout = Patience)]
    public async Task A_small_file_is_read_and_anything_else_is_named()
    {
        File.WriteAllText(folder.File("small"), "12345");
        Directory.CreateDirectory(folder.File("folder"));
        NamedPipe.Create(folder.File("fifo"));
        File.CreateSymbolicLink(folder.File("link"), folder.File("small"));
        File.CreateSymbolicLink(folder.File("dangling"), folder.File("nothing"));
        var read = await Task.Run(
            () => ((string[])["small", "folder", "fifo", "link", "dangling", "nothing", "nothing/in/nothing", "small/er"]).ToDictionary(name => name, name => SmallFile.Read(folder.File(name), 5)),
            Cancelled);
        Assert.Equal("12345"u8.ToArray(), read["small"].Content);
        Assert.Equal("it is a folder", read["folder"].Problem);
        Assert.Equal("it is not a regular file", read["fifo"].Problem);
        Assert.Equal("it is a symbolic link", read["link"].Problem);
        Assert.Equal("it is a symbolic link", read["dangling"].Problem);
        Assert.All((string[])["nothing", "nothing/in/nothing", "small/er"], name => Assert.Equal((null, null), read[name]));
        Assert.Equal((null, "it is 5 bytes long"), SmallFile.Read(folder.File("small"), 4));
        Assert.Equal((null, "it is not a regular file"), SmallFile.Read("/dev/zero", 10));
    }
}
