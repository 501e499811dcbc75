using ProcessProxy.EndToEnd.Support;
using Xunit;

namespace ProcessProxy.EndToEnd;

/// <summary>A program that cannot be launched: a sentence of its own for each fault, and the others go on.</summary>
public sealed class LaunchErrorTests(LaunchErrorTests.Fixture fixture) : IClassFixture<LaunchErrorTests.Fixture>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory(Timeout = 60_000)]
    [InlineData("missing", "no-such-program-anywhere")]
    [InlineData("missingpath", "does not exist")]
    [InlineData("notexecutable", "is not executable")]
    [InlineData("folder", "is a folder")]
    [InlineData("interpreter", "interpreter /no/such/interpreter")]
    [InlineData("nocwd", "no-such-folder")]
    [InlineData("cwdisfile", "plain.txt")]
    public async Task A_launch_that_fails_is_refused_with_the_reason(string id, string words)
    {
        var refused = await Assert.ThrowsAsync<ProcessProxyException>(() => fixture.Client.StartAsync(id, Cancelled));
        Assert.Equal(ErrorCodes.LaunchFailed, refused.Code);
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
        Assert.StartsWith($"{id} could not be started.", refused.Message, StringComparison.Ordinal);
        var info = await fixture.Client.GetAsync(id, Cancelled);
        Assert.Equal((RunState.Failed, false, (int?)null), (info.State, info.IsRunning, info.Pid));
        Assert.Contains(words, info.Reason, StringComparison.Ordinal);
        Assert.Empty(fixture.Project.InstancesOf(id));
    }

    [Fact(Timeout = 60_000)]
    public async Task Each_fault_has_its_own_sentence_and_the_others_are_unaffected()
    {
        string[] ids = ["missing", "missingpath", "notexecutable", "folder", "interpreter", "nocwd", "cwdisfile"];
        var sentences = new HashSet<string>();
        using var http = new HttpClient();
        foreach (var id in ids)
        {
            var refused = await Assert.ThrowsAsync<ProcessProxyException>(() => fixture.Client.StartAsync(id, Cancelled));
            Assert.True(sentences.Add(refused.Message[id.Length..]), refused.Message);
            using var answer = await http.PostAsync(new Uri($"{fixture.Server.Management}/api/processes/{id}/start"), null, Cancelled);
            Assert.Equal(422, (int)answer.StatusCode);
        }

        var good = await fixture.Client.GetAsync("good", Cancelled);
        Assert.Equal((RunState.Running, 0), (good.State, good.RestartCount));
        Assert.Equal([good.Pid!.Value], fixture.Project.InstancesOf("good"));
        FaultTable.Add("missing program, not executable, a folder, bad interpreter, no such cwd", $"{sentences.Count} distinct sentences, 422 each; the others unaffected");
    }

    [Fact(Timeout = 60_000)]
    public async Task A_launch_that_failed_succeeds_once_its_fault_is_mended()
    {
        await Assert.ThrowsAsync<ProcessProxyException>(() => fixture.Client.StartAsync("mended", Cancelled));
        Directory.CreateDirectory(fixture.Project.File("later"));
        Assert.Equal(RunState.Running, (await fixture.Client.StartAsync("mended", Cancelled)).State);
    }

    public sealed class Fixture : SharedServer
    {
        protected override Task PrepareAsync()
        {
            Project.Write("plain.txt", "text").Write("bad.sh", "#!/no/such/interpreter -x\n").Configure("""
                good: { command: "sleep", args: ["1000"] }
                missing: { command: "no-such-program-anywhere", enabled: false, maxRestarts: 0 }
                missingpath: { command: "./no-such-file", enabled: false, maxRestarts: 0 }
                notexecutable: { command: "./plain.txt", enabled: false, maxRestarts: 0 }
                folder: { command: "./config", enabled: false, maxRestarts: 0 }
                interpreter: { command: "./bad.sh", enabled: false, maxRestarts: 0 }
                nocwd: { command: "sleep", args: ["1000"], cwd: "no-such-folder", enabled: false, maxRestarts: 0 }
                cwdisfile: { command: "sleep", args: ["1000"], cwd: "plain.txt", enabled: false, maxRestarts: 0 }
                mended: { command: "sleep", args: ["1000"], cwd: "later", enabled: false, maxRestarts: 0 }
                """);
            File.SetUnixFileMode(Project.File("bad.sh"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
            return Task.CompletedTask;
        }
    }
}
