using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Supervision.Keeping;
using ProcessProxy.Supervision.Machine;
using Xunit;

namespace ProcessProxy.Tests.Supervision.Keeping;

/// <summary>A state file decides which processes are signalled, so one that says less than it must is not used at all.</summary>
public sealed class DamagedStateTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_whole_state_is_read_as_it_was_written()
    {
        var state = Whole();
        var store = Store();
        store.Write("web", state);
        Assert.Equal(state, store.Read("web"));
    }

    [Theory]
    [InlineData("mark", null)]
    [InlineData("mark", "\"\"")]
    [InlineData("mark", "null")]
    [InlineData("bootId", null)]
    [InlineData("bootId", "null")]
    [InlineData("pid", null)]
    [InlineData("startTicks", null)]
    public void An_identity_that_lacks_something_is_no_identity(string key, string? value)
    {
        var store = Store();
        store.Write("web", Whole());
        var file = folder.File("web.state");
        var json = JsonNode.Parse(File.ReadAllText(file))!;
        var identity = json["identity"]!.AsObject();
        identity.Remove(key);
        if (value is not null)
        {
            identity[key] = JsonNode.Parse(value);
        }

        File.WriteAllText(file, json.ToJsonString(JsonSerializerOptions.Default));
        Assert.Null(store.Read("web"));
    }

    [Theory]
    [InlineData("mark", "db/mark")]
    [InlineData("mark", "web/")]
    [InlineData("stopSignal", "SIGNONE")]
    [InlineData("stopSignalTo", "everyone")]
    [InlineData("pidFile", "")]
    [InlineData("pidFile", "web.pid")]
    [InlineData("pidFile", "/a\0b")]
    public void A_value_that_no_server_writes_for_this_process_makes_the_whole_unusable(string key, string value)
    {
        var store = Store();
        store.Write("web", Whole());
        var file = folder.File("web.state");
        var json = JsonNode.Parse(File.ReadAllText(file))!;
        json[key] = value;
        File.WriteAllText(file, json.ToJsonString(JsonSerializerOptions.Default));
        Assert.Null(store.Read("web"));
    }

    [Fact]
    public void A_copy_of_the_state_of_another_process_is_nobodys()
    {
        var store = Store();
        store.Write("web", Whole());
        File.Copy(folder.File("web.state"), folder.File("web-backup.state"));
        Assert.Null(store.Read("web-backup"));
        Assert.NotNull(store.Read("web"));
    }

    [Theory]
    [InlineData("/family/web~mark", true)]
    [InlineData(null, true)]
    [InlineData("/", false)]
    [InlineData("", false)]
    [InlineData("/family", false)]
    [InlineData("/family/other~mark", false)]
    [InlineData("/family/web~other", false)]
    [InlineData("/family/my-web~mark", false)]
    [InlineData("/family/web~mark/..", false)]
    public void A_control_group_that_is_not_of_a_run_of_this_process_makes_a_state_unsound(string? group, bool isSound)
    {
        var whole = Whole();
        var state = whole with { Identity = whole.Identity! with { ControlGroup = group } };
        var store = Store();
        store.Write("web", state);
        Assert.Equal(isSound ? state : null, store.Read("web"));
    }

    [Fact]
    public void A_state_of_a_server_that_knew_no_control_groups_is_read()
    {
        var store = Store();
        store.Write("web", Whole());
        var file = folder.File("web.state");
        var json = JsonNode.Parse(File.ReadAllText(file))!;
        Assert.True(json["identity"]!.AsObject().Remove("controlGroup"));
        File.WriteAllText(file, json.ToJsonString(JsonSerializerOptions.Default));
        Assert.Equal(Whole(), store.Read("web"));
    }

    [Fact]
    public void A_file_with_no_name_before_its_extension_is_nobodys()
    {
        File.WriteAllText(folder.File(".state"), "{}");
        Assert.Empty(Store().Ids());
    }

    [Fact]
    public void A_state_file_that_cannot_be_removed_keeps_nobody_from_going_on()
    {
        Directory.CreateDirectory(folder.File("web.state"));
        Store().Delete("web");
        Assert.True(Directory.Exists(folder.File("web.state")));
    }

    private StateStore Store() => new(folder.Path, NullLogger.Instance);

    private static PersistedState Whole() => new()
    {
        BootId = "boot",
        Phase = Phase.Running,
        Goal = Goal.Up,
        StoppedByOperator = false,
        Mark = "web/mark",
        Identity = new ProcessIdentity("boot", 4000, 17, 23, "web/mark"),
        Failures = 3,
        LastExit = new ProcessExit(1, null, DateTimeOffset.UnixEpoch),
        Reason = "started",
        Launch = "digest",
        PidFile = "/nowhere/web.pid",
        StopSignal = "SIGTERM",
        StopTimeout = 10_000,
    };
}
