using System.Diagnostics;
using System.Runtime.Versioning;
using ProcessProxy.Platform.Servers;
using Xunit;

namespace ProcessProxy.Tests.Platform.Servers;

/// <summary>The folder of state is one that nobody else can write.</summary>
[SupportedOSPlatform("linux")]
public sealed class StateDirectoryTests : IDisposable
{
    private readonly TempFolder folder = new();

    private string Path => folder.File("new/pids");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void It_is_made_so_that_others_see_nothing_of_it()
    {
        Assert.Null(StateDirectory.Prepare(Path));
        Assert.Equal((UnixFileMode)0b111_101_000, File.GetUnixFileMode(Path));
        Assert.Null(StateDirectory.Distrust(Path));
    }

    [Fact]
    public void One_that_everybody_may_write_is_refused_with_what_to_do()
    {
        Directory.CreateDirectory(Path);
        File.SetUnixFileMode(Path, (UnixFileMode)0b111_101_111);
        var refused = Assert.Throws<IOException>(() => StateDirectory.Prepare(Path)).Message;
        Assert.StartsWith($"The folder {Path} is writable by everybody.", refused, StringComparison.Ordinal);
        Assert.Contains("chmod o-w", refused, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_our_own_group_may_write_is_tightened_and_that_is_said()
    {
        Directory.CreateDirectory(Path);
        File.SetUnixFileMode(Path, (UnixFileMode)0b111_111_101);
        Assert.NotNull(StateDirectory.Distrust(Path));
        Assert.Equal($"The folder {Path} was writable by its group. The permission was removed.", StateDirectory.Prepare(Path));
        Assert.Equal((UnixFileMode)0b111_101_101, File.GetUnixFileMode(Path));
        Assert.Null(StateDirectory.Prepare(Path));
    }

    [Fact]
    public void One_that_another_group_may_write_or_that_another_user_owns_is_refused()
    {
        Assert.SkipWhen(Environment.UserName != "root", "Only root can give a folder away.");
        Directory.CreateDirectory(Path);
        Process.Start("chown", [":2001", Path]).WaitForExit();
        File.SetUnixFileMode(Path, (UnixFileMode)0b111_111_101);
        Assert.Contains("chmod g-w", Assert.Throws<IOException>(() => StateDirectory.Prepare(Path)).Message, StringComparison.Ordinal);
        File.SetUnixFileMode(Path, (UnixFileMode)0b111_101_101);
        Assert.Null(StateDirectory.Prepare(Path));
        Process.Start("chown", ["2001", Path]).WaitForExit();
        Assert.Contains("another user (uid 2001)", Assert.Throws<IOException>(() => StateDirectory.Prepare(Path)).Message, StringComparison.Ordinal);
    }
}
