using Microsoft.Extensions.Logging.Abstractions;
using ProcessProxy.Configuration;
using ProcessProxy.Supervision.Reloading;
using Xunit;

namespace ProcessProxy.Tests.Supervision.Reloading;

/// <summary>The configuration that a server leaves to the one that takes its place.</summary>
public sealed class LastConfigurationTests : IDisposable
{
    private readonly TempFolder folder = new();

    private string ConfigFile => folder.File("proxy.yaml");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_was_in_force_is_there_although_the_files_are_broken_or_gone()
    {
        Write("processes: { web: { command: sleep, env: { GREETING: \"grüße\" } } }", "\uFEFFprocessConfigFile: ./processes.yaml\n");
        var kept = Keep();
        Write("processes: [", "gone");
        File.Delete(ConfigFile);
        Assert.Null(Options().Load().Spec);
        var spec = Last(kept).Former()!;
        Assert.Equal("grüße", spec.Processes.All.Single(process => process.Id == "web").Launch.Env["GREETING"]);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsWindows() ? UnixFileMode.UserRead | UnixFileMode.UserWrite : File.GetUnixFileMode(kept));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("{\"x\"")]
    [InlineData("{\"/elsewhere/proxy.yaml\": \"port: 0\"}")]
    public void What_makes_no_sense_is_none(string content)
    {
        File.WriteAllText(folder.File("kept"), content);
        File.WriteAllText(ConfigFile, "prot: 0\n");
        Assert.Null(Last(folder.File("kept")).Former());
        Assert.Null(Last(folder.File("missing")).Former());
        Assert.Null(Last(null).Former());
    }

    [Fact]
    public void It_is_removed_after_an_orderly_end_also_by_a_server_that_has_only_used_it()
    {
        Write("processes: { web: { command: sleep } }", "processConfigFile: ./processes.yaml\n");
        var kept = Keep();
        var successor = Last(kept);
        Assert.NotNull(successor.Former());
        Assert.Equal(kept, successor.Path);
        successor.Forget();
        Assert.False(File.Exists(kept));
        successor.Forget();
    }

    private void Write(string processes, string proxy)
    {
        File.WriteAllText(folder.File("processes.yaml"), processes);
        File.WriteAllText(ConfigFile, proxy);
    }

    /// <summary>Keeps the current files.</summary>
    private string Keep()
    {
        var last = Last(null);
        var read = Options().Load();
        Assert.NotNull(read.Spec);
        last.Keep(folder.Path, read.Contents, NullLogger.Instance);
        return last.Path!;
    }

    private LastConfiguration Last(string? former) => new(Options().Load, former);

    private ProcessProxyOptions Options() => new() { ConfigFile = ConfigFile };
}
