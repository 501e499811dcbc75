using Xunit;

namespace ProcessProxy.Tests.Configuration;

/// <summary>Which configuration is meant when none is named.</summary>
public sealed class ConfigurationSearchTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_file_in_config_comes_before_the_one_beside_it()
    {
        Write("proxy.yaml");
        Assert.Equal(At("proxy.yaml"), ConfigurationSearch.Find(folder.Path).File);
        Write("config/proxy.yaml");
        Assert.Equal(At("config/proxy.yaml"), ConfigurationSearch.Find(folder.Path).File);
    }

    [Fact]
    public void The_nearest_folder_above_is_used_from_a_subfolder()
    {
        Write("config/proxy.yaml");
        Write("inner/proxy.yaml");
        Assert.Equal(At("inner/proxy.yaml"), ConfigurationSearch.Find(Folder("inner/a/b")).File);
        Assert.Equal(At("config/proxy.yaml"), ConfigurationSearch.Find(Folder("other/a/b")).File);
    }

    [Fact]
    public void Nothing_is_found_where_nothing_is() => Assert.Equal(new FoundConfiguration(null, null), ConfigurationSearch.Find(Folder("a/b")));

    [Theory]
    [InlineData("config/proxy.yaml", UnixFileMode.OtherWrite, "config/proxy.yaml")]
    [InlineData("config", UnixFileMode.OtherWrite | UnixFileMode.OtherExecute, "config/proxy.yaml")]
    [InlineData("", UnixFileMode.OtherWrite | UnixFileMode.OtherExecute, "proxy.yaml")]
    public void What_others_can_write_above_is_passed_over_and_said(string open, UnixFileMode right, string file)
    {
        Write(file);
        var start = Folder("a/b");
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("Whose a file is cannot be told here.");
            return;
        }

        File.SetUnixFileMode(At(open), File.GetUnixFileMode(At(open)) | right);
        var found = ConfigurationSearch.Find(start);
        Assert.Null(found.File);
        Assert.Equal($"Other users can write {At(open)}, so {At(file)} is not used.", found.PassedOver);

        // Whoever stands in its folder means it.
        Assert.Equal(At(file), ConfigurationSearch.Find(folder.Path).File);
    }

    private string At(string name) => Path.TrimEndingDirectorySeparator(Path.Combine(folder.Path, name));

    private string Folder(string name) => Directory.CreateDirectory(At(name)).FullName;

    private void Write(string name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        File.WriteAllText(At(name), "");
    }
}
