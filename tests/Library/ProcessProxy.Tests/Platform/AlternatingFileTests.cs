using ProcessProxy.Platform;
using Xunit;

namespace ProcessProxy.Tests.Platform;

/// <summary>Files that are written again and again.</summary>
public sealed class AlternatingFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("processproxy-alternate-").FullName;

    private string Target => Path.Combine(folder, "a.state");

    private string Beside => Path.Combine(folder, ".a.state.tmp");

    [Fact]
    public void Each_time_the_newest_content_is_there_whole_and_only_for_us()
    {
        foreach (var content in (string[])["one", "a longer two", "3", "", "five"])
        {
            AtomicFile.Alternate(Target, System.Text.Encoding.ASCII.GetBytes(content), FileModes.Private);
            Assert.Equal(content, File.ReadAllText(Target));
            Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(Target) == FileModes.Private);
        }
    }

    [Fact]
    public void The_file_before_is_written_over_and_no_third_one_is_made()
    {
        AtomicFile.Alternate(Target, "one"u8, FileModes.Private);
        AtomicFile.Alternate(Target, "two"u8, FileModes.Private);
        AtomicFile.Alternate(Target, "three"u8, FileModes.Private);
        Assert.Equal("two", File.ReadAllText(Beside));
        Assert.Equal([Beside, Target], Directory.GetFiles(folder).Order(StringComparer.Ordinal));
        AtomicFile.Delete(Target);
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Fact]
    public void A_file_that_must_outlast_a_power_failure_leaves_none_beside()
    {
        AtomicFile.Alternate(Target, "one"u8, FileModes.Private);
        AtomicFile.Alternate(Target, "two"u8, FileModes.Private);
        AtomicFile.Write(Target, "three"u8, FileModes.Private);
        Assert.Equal("three", File.ReadAllText(Target));
        Assert.False(File.Exists(Beside));
    }

    [Fact]
    public void What_has_another_name_or_leads_elsewhere_is_not_written_to()
    {
        var victim = Path.Combine(folder, "victim");
        File.WriteAllText(victim, "of somebody else");
        File.WriteAllText(Target, "old");
        Assert.Equal(0, Link(victim, Beside));
        AtomicFile.Alternate(Target, "new"u8, FileModes.Private);
        Assert.Equal(("new", "of somebody else"), (File.ReadAllText(Target), File.ReadAllText(victim)));

        File.Delete(Beside);
        File.CreateSymbolicLink(Beside, victim);
        AtomicFile.Alternate(Target, "newer"u8, FileModes.Private);
        Assert.Equal(("newer", "of somebody else"), (File.ReadAllText(Target), File.ReadAllText(victim)));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [System.Runtime.InteropServices.DllImport("libc", EntryPoint = "link")]
    private static extern int Link(string path, string name);
}
