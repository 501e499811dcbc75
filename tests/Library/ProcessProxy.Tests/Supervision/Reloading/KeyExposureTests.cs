using System.Runtime.Versioning;
using ProcessProxy.Configuration;
using ProcessProxy.Supervision.Reloading;
using ProcessProxy.Tests.Configuration;
using ProcessProxy.Tests.Platform;
using Xunit;

namespace ProcessProxy.Tests.Supervision.Reloading;

/// <summary>A key that is no secret is warned of.</summary>
[SupportedOSPlatform("linux")]
public sealed class KeyExposureTests : IDisposable
{
    private const UnixFileMode Owners = (UnixFileMode)0b110_000_000;
    private const UnixFileMode Everybodys = (UnixFileMode)0b110_100_100;
    private readonly TempFolder folder = new();

    private string KeyFile => folder.File("key");

    public KeyExposureTests()
    {
        File.WriteAllText(KeyFile, "");
        File.SetUnixFileMode(folder.Path, (UnixFileMode)0b111_101_101);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_long_key_that_only_the_owner_can_read_is_none_to_warn_of()
    {
        Assert.Empty(Warnings("0123456789abcdef", Owners, KeyFile));
        Assert.Empty(Warnings(null, Everybodys, null));
    }

    [Fact]
    public void A_short_one_is() => Assert.Contains("fewer than 16", Assert.Single(Warnings("0123456789abcde", Owners, KeyFile)), StringComparison.Ordinal);

    [Fact]
    public void One_that_everybody_can_read_is_unless_nobody_gets_to_it()
    {
        Assert.Equal($"Every user of this machine can read the API key in {KeyFile}. Remove the permission: chmod o-r {KeyFile}", Assert.Single(Warnings("0123456789abcdef", Everybodys, KeyFile)));
        Assert.Contains("management.apiKeyFile", Assert.Single(Warnings("0123456789abcdef", Everybodys, null)), StringComparison.Ordinal);
        File.SetUnixFileMode(folder.Path, (UnixFileMode)0b111_000_000);
        Assert.Empty(Warnings("0123456789abcdef", Everybodys, KeyFile));
    }

    private List<string> Warnings(string? key, UnixFileMode mode, string? keyFile)
    {
        File.SetUnixFileMode(KeyFile, mode);
        var spec = Given.Valid(Given.Texts("routes: []"));
        return [.. KeyExposure.Warnings(spec with { ConfigFile = KeyFile, Management = spec.Management with { ApiKey = key, ApiKeyFile = keyFile } })];
    }
}
