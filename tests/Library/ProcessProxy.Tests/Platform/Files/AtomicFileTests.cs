using System.Runtime.InteropServices;
using ProcessProxy.Platform.Files;
using Xunit;

namespace ProcessProxy.Tests.Platform.Files;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TempFolder folder = new();

    private string Target => folder.File("a.json");

    private string Beside => folder.File(".a.json.tmp");

    [Fact]
    public void What_an_earlier_death_left_beside_does_not_stand_in_the_way()
    {
        File.WriteAllText(Beside, "half of something longer");
        AtomicFile.Write(Target, "new"u8, FileModes.Private);
        Assert.Equal("new", File.ReadAllText(Target));
        Assert.False(File.Exists(Beside));
    }

    [Fact]
    public void A_link_beside_is_removed_and_not_followed_even_when_it_leads_nowhere()
    {
        var victim = folder.File("victim");
        File.CreateSymbolicLink(Beside, victim);
        AtomicFile.Write(Target, "new"u8, FileModes.Private);
        Assert.Equal("new", File.ReadAllText(Target));
        Assert.False(File.Exists(victim));
    }

    [Fact]
    public void A_missing_folder_is_an_IOException() =>
        Assert.ThrowsAny<IOException>(() => AtomicFile.Write(folder.File("missing/a.json"), "new"u8, FileModes.Private));

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
        Assert.Equal([Beside, Target], Directory.GetFiles(folder.Path).Order(StringComparer.Ordinal));
        AtomicFile.Delete(Target);
        Assert.Empty(Directory.GetFiles(folder.Path));
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
        var victim = folder.File("victim");
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

    public void Dispose() => folder.Dispose();

    [DllImport("libc", EntryPoint = "link")]
    private static extern int Link(string path, string name);
}
