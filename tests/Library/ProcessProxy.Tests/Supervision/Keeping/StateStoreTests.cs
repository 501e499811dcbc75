using System.Text.Json;
using System.Text.Json.Nodes;
using ProcessProxy.Logs;
using ProcessProxy.Logs.Parts;
using ProcessProxy.Platform.Files;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Supervision.Keeping;
using ProcessProxy.Supervision.Machine;
using Xunit;

namespace ProcessProxy.Tests.Supervision.Keeping;

public sealed class StateStoreTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2031, 3, 7, 12, 0, 0, 123, TimeSpan.Zero);
    private readonly TempFolder folder = new();
    private readonly LogNotes notes = new();

    private static PersistedState State { get; } = PersistedState.Of(
        new ProcessState
        {
            Phase = Phase.Running, Goal = Goal.Up, Generation = 3,
            Run = new Run { Identity = new ProcessIdentity("boot", 4711, ulong.MaxValue, 99, "web/mark"), StartedAt = Noon }, Failures = 2, LastExit = new ProcessExit(null, "SIGKILL", Noon), LastRestartAt = Noon, Since = Noon,
            LaunchError = new LaunchError(3, "No such program.", LaunchFault.NotFound),
            Exits =
            [
                new ExitRecord
                {
                    At = Noon, Signal = "SIGKILL", Asked = "was unhealthy", KilledAfter = TimeSpan.FromSeconds(10), Lasted = TimeSpan.FromDays(3), Memory = MemoryKill.Likely,
                    Probe = new HealthCheckResult(Noon, false, 503, "answered 503", TimeSpan.FromMilliseconds(3)) { Body = "no database" },
                    Output = new RunOutput([null, new LogPosition(new FileIdentity(7, 8), 9)], [new LogPosition(new FileIdentity(7, 8), long.MaxValue), null]),
                },
                new ExitRecord { IsUnobserved = true },
            ],
            StoppedByOperator = true, Reason = "naïve \"quoted\" \u0001 🚀",
        },
        "boot", "web/mark", Specs.Process(), "digest");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_is_written_is_read()
    {
        var store = new StateStore(folder.Path, notes);
        store.Write("web", State);
        Assert.Equal(State, store.Read("web"));
        Assert.Equal(["web"], store.Ids());
        store.Delete("web");
        Assert.Null(store.Read("web"));
        Assert.Empty(store.Ids());
        store.Delete("web");
        Assert.Empty(notes.Entries);
    }

    [Fact]
    public void Every_phase_and_no_values_survive_the_file()
    {
        var store = new StateStore(folder.Path, notes);
        foreach (var phase in Enum.GetValues<Phase>())
        {
            var state = State with { Phase = phase, Identity = null, Mark = null, LastExit = null, LastRestartAt = null, StartedAt = null };
            store.Write("web", state);
            Assert.Equal(state, store.Read("web"));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"version\":1}")]
    [InlineData("not JSON")]
    [InlineData("\0\0\0\0")]
    [InlineData("123")]
    public void A_damaged_file_is_a_warning_and_nothing_is_known(string content)
    {
        File.WriteAllText(folder.File("web.state"), content);
        Assert.Null(new StateStore(folder.Path, notes).Read("web"));
        Assert.Contains("web.state", Assert.Single(notes.Entries), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_cut_off_anywhere_is_a_warning()
    {
        var whole = JsonSerializer.SerializeToUtf8Bytes(State, PersistedJson.Default.PersistedState);
        var store = new StateStore(folder.Path, notes);
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(folder.File("web.state"), whole[..length]);
            Assert.Null(store.Read("web"));
        }
    }

    [Theory]
    [InlineData("version", "2")]
    [InlineData("version", "0")]
    [InlineData("phase", "\"dancing\"")]
    [InlineData("phase", "77")]
    [InlineData("goal", "77")]
    [InlineData("failures", "\"two\"")]
    [InlineData("failures", "-1")]
    [InlineData("exits", "null")]
    [InlineData("exits", "[null]")]
    [InlineData("exits", "[{},{},{},{},{},{}]")]
    [InlineData("exits", "[{\"output\":{}}]")]
    [InlineData("startedAt", "\"yesterday\"")]
    [InlineData("reason", "null")]
    [InlineData("stopSignal", "null")]
    [InlineData("stopTimeout", "-5")]
    [InlineData("identity", "{}")]
    [InlineData("identity", "{\"bootId\":\"boot\",\"pid\":4711,\"startTicks\":1,\"inode\":1}")]
    [InlineData("identity", "{\"bootId\":\"boot\",\"pid\":4711,\"startTicks\":1,\"inode\":1,\"mark\":\"\"}")]
    [InlineData("identity", "{\"bootId\":\"boot\",\"pid\":4711,\"startTicks\":1,\"inode\":1,\"mark\":null}")]
    [InlineData("identity", "{\"pid\":4711,\"startTicks\":1,\"inode\":1,\"mark\":\"web/mark\"}")]
    [InlineData("identity", "{\"bootId\":\"boot\",\"pid\":1,\"startTicks\":1,\"inode\":1,\"mark\":\"web/mark\"}")]
    [InlineData("identity", "{\"bootId\":\"boot\",\"pid\":-4711,\"startTicks\":1,\"inode\":1,\"mark\":\"web/mark\"}")]
    public void A_state_that_makes_no_sense_is_not_acted_upon(string key, string value)
    {
        var json = JsonSerializer.SerializeToNode(State, PersistedJson.Default.PersistedState)!;
        json[key] = JsonNode.Parse(value);
        File.WriteAllText(folder.File("web.state"), json.ToJsonString());
        Assert.Null(new StateStore(folder.Path, notes).Read("web"));
        Assert.Single(notes.Entries);
    }

    [Fact]
    public void A_huge_file_a_folder_and_a_link_are_not_read()
    {
        var store = new StateStore(folder.Path, notes);
        File.WriteAllText(folder.File("huge.state"), JsonSerializer.Serialize(State, PersistedJson.Default.PersistedState) + new string(' ', 300 * 1024));
        Directory.CreateDirectory(folder.File("folder.state"));
        store.Write("real", State);
        File.CreateSymbolicLink(folder.File("link.state"), folder.File("real.state"));
        Assert.All((string[])["huge", "folder", "link"], id => Assert.Null(store.Read(id)));
        Assert.Equal(3, notes.Entries.Count);
    }

    [Fact]
    public void A_state_file_of_the_first_version_is_taken_over_and_goes()
    {
        var store = new StateStore(folder.Path, notes);
        store.Write("web", State);
        File.Move(folder.File("web.state"), folder.File("web.json"));
        Assert.Equal(["web"], store.Ids());
        Assert.Equal(State, store.Read("web"));
        Assert.Equal((true, false), (File.Exists(folder.File("web.state")), File.Exists(folder.File("web.json"))));
        Assert.Equal(State, store.Read("web"));
        Assert.Empty(notes.Entries);
    }

    [Fact]
    public void Of_two_state_files_the_one_that_was_written_last_counts()
    {
        var store = new StateStore(folder.Path, notes);
        foreach (var (first, isLast) in (ReadOnlySpan<(int, bool)>)[(1, false), (2, true)])
        {
            store.Write("web", State with { Failures = first });
            File.Move(folder.File("web.state"), folder.File("web.json"));
            store.Write("web", State with { Failures = 7 });
            File.SetLastWriteTimeUtc(folder.File("web.json"), File.GetLastWriteTimeUtc(folder.File("web.state")).AddSeconds(isLast ? 1 : -1));
            Assert.Equal(isLast ? first : 7, store.Read("web")!.Failures);
            File.Delete(folder.File("web.json"));
        }
    }

    [Fact]
    public void Nobody_but_our_user_may_read_a_state_file()
    {
        if (!OperatingSystem.IsWindows())
        {
            new StateStore(folder.Path, notes).Write("web", State);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.File("web.state")));
        }
    }

    [Fact]
    public void What_an_interrupted_write_left_is_no_process()
    {
        File.WriteAllText(folder.File(".web.state.tmp"), "half");
        File.WriteAllText(folder.File(".state"), "{}");
        File.WriteAllText(folder.File("notes.txt"), "x");
        var store = new StateStore(folder.Path, notes);
        Assert.Empty(store.Ids());
        store.Write("web", State);
        Assert.Equal(State, store.Read("web"));
    }
}
