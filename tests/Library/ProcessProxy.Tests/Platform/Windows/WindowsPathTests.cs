using ProcessProxy.Platform.Windows.Programs;
using Xunit;

namespace ProcessProxy.Tests.Platform.Windows;

/// <summary>Paths of Windows, read on any system.</summary>
public sealed class WindowsPathTests
{
    [Theory]
    [InlineData(@"C:\app", @"bin\tool", @"C:\app\bin\tool")]
    [InlineData(@"C:\app", "./tool", @"C:\app\./tool")]
    [InlineData(@"C:\", "tool", @"C:\tool")]
    [InlineData(@"C:\app", @"D:\tool", @"D:\tool")]
    [InlineData(@"C:\app", "d:/tool", "d:/tool")]
    [InlineData(@"C:\app", "c:tool", @"C:\app\tool")]
    [InlineData(@"C:\app", "d:tool", @"d:\tool")]
    [InlineData(@"C:\app", @"\tool", @"C:\tool")]
    [InlineData(@"C:\app", "/tool", "C:/tool")]
    [InlineData(@"\\server\share\app", @"\tool", @"\\server\share\tool")]
    [InlineData(@"\\server\share", @"\tool", @"\\server\share\tool")]
    [InlineData(@"\\server\share\app", "tool", @"\\server\share\app\tool")]
    [InlineData(@"\\?\C:\app", @"\tool", @"\\?\C:\tool")]
    [InlineData(@"C:\app", @"\\server\share\tool", @"\\server\share\tool")]
    public void A_path_means_what_it_does_in_a_shell_that_is_in_the_folder(string folder, string path, string meaning) =>
        Assert.Equal(meaning, WindowsPath.Combine(folder, path));

    [Theory]
    [InlineData(@"\\server\share\app", true)]
    [InlineData("//server/share", true)]
    [InlineData(@"\\?\UNC\server\share", true)]
    [InlineData(@"\\?\C:\app", false)]
    [InlineData(@"\\.\pipe\x", false)]
    [InlineData(@"C:\my app", false)]
    [InlineData(@"\app", false)]
    public void A_path_on_the_network_is_known(string path, bool isOnNetwork) => Assert.Equal(isOnNetwork, WindowsPath.IsOnNetwork(path));
}
