using ProcessProxy.Platform;
using Xunit;

namespace ProcessProxy.Tests.Platform;

public sealed class AtomicFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("processproxy-atomic-").FullName;

    private string Target => Path.Combine(folder, "a.json");

    private string Beside => Path.Combine(folder, ".a.json.tmp");

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
        var victim = Path.Combine(folder, "victim");
        File.CreateSymbolicLink(Beside, victim);
        AtomicFile.Write(Target, "new"u8, FileModes.Private);
        Assert.Equal("new", File.ReadAllText(Target));
        Assert.False(File.Exists(victim));
    }

    [Fact]
    public void A_missing_folder_is_an_IOException() =>
        Assert.ThrowsAny<IOException>(() => AtomicFile.Write(Path.Combine(folder, "missing", "a.json"), "new"u8, FileModes.Private));

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
