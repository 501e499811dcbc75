using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ProcessProxy.Configuration;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Servers;
using ProcessProxy.Supervision.Keeping;
using ProcessProxy.Supervision.Machine;

namespace ProcessProxy.Tests.Supervision.Recovering;

/// <summary>
/// What an earlier server left behind, with some of its files spoilt: <c>web</c> may run or not, <c>db</c> runs and its files
/// are whole, <c>old</c> is no longer configured, and others of the machine are none of our business.
/// </summary>
internal sealed class FuzzedPast(Bench bench, Random random)
{
    private static readonly byte[][] Tokens =
    [
        .. new[]
        {
            "\"", ",", ":", "{", "}", "[", "]", "null", "true", "-", "-1", "0", "1", "2147483648", "18446744073709551616", "1e999", "\\u0000", "\\", "\\ud800",
            "\n", "/", "//", "\"identity\":null,", "\"version\":2,", "\"phase\":\"Running\",", "\"phase\":7,", "SIGKILL", "web/", "db/", "/*", "\0", "\uFEFF",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xED, 0xA0, 0x80],
    ];

    private static readonly string[] PidFiles =
        ["4711\n", "4712\n", "", "0\n", "-1\n", "1\n", $"{Environment.ProcessId}\n", "4713", "\0\0\0\0", "99999999999999999999", "4711\r\n", "\uFEFF4711\n", "4711 4713\n"];

    /// <summary>A process of somebody else, with the number that web had when web is dead.</summary>
    public FakeChild Stranger { get; private set; } = null!;

    /// <summary>The program of db.</summary>
    public FakeChild Db { get; } = new(Identity(4712, "db/mark"));

    /// <summary>What is configured now.</summary>
    public ProcessesSpec Spec { get; private set; } = null!;

    /// <summary>Lays it out.</summary>
    public void LayOut()
    {
        var (web, old) = (new FakeChild(Identity(4711, "web/mark")), new FakeChild(Identity(4715, "old/mark")));
        var webIsAlive = random.OneIn(2);
        Stranger = new FakeChild(new ProcessIdentity("this boot", webIsAlive ? 4713 : 4711, 99, 98, "stranger/mark"));
        bench.Host.Running.AddRange([Db, Stranger, old]);
        bench.Host.Running.AddRange(webIsAlive ? [web] : Array.Empty<FakeChild>());
        bench.Host.Held = log => bench.Host.Running.Concat(bench.Host.Children).Any(child => child.IsTreeAlive && IsLogOf(child, log));
        bench.Host.OnLaunch = request => _ = bench.Host.Held(request.Spec.Log) ? throw new LaunchException("Its log is held.") : 0;
        Spec = new ProcessesSpec
        {
            All = [Specs.Process("web", launch: bench.Launch("web")), Specs.Process("db", launch: bench.Launch("db"))],
            StateDirectory = bench.Folder,
        };
        Write("db", State(Spec.All[1], Phase.Running, Db.Identity));
        Write("web", Spoil(State(Spec.All[0], random.Of(Enum.GetValues<Phase>()), random.OneIn(4) ? null : web.Identity)));
        Write("old", Spoil(State(Specs.Process("old", launch: bench.Launch("old")), Phase.Running, old.Identity)));
        File.WriteAllText(Path.Combine(bench.Folder, "web.pid"), random.Of(PidFiles));
    }

    private static ProcessIdentity Identity(int pid, string mark) => new("this boot", pid, 17, (ulong)pid, mark);

    private static bool IsLogOf(FakeChild child, LogSpec log) => Path.GetFileNameWithoutExtension(log.File) == child.Identity.Mark.Split('/')[0];

    private byte[] State(ProcessSpec spec, Phase phase, ProcessIdentity? identity)
    {
        var state = new ProcessState { Phase = phase, Goal = random.Of(Goal.Up, Goal.Down), Run = identity is null ? null : new Run { Identity = identity }, Failures = random.Next(12) };
        var kept = PersistedState.Of(state, "this boot", spec.Id + "/mark", spec, LaunchDigest.Of(spec));
        return JsonSerializer.SerializeToUtf8Bytes(kept, PersistedJson.Default.PersistedState);
    }

    private void Write(string id, byte[] content) => File.WriteAllBytes(Path.Combine(bench.Folder, id + ".state"), content);

    private byte[] Spoil(byte[] state) => random.Next(5) switch
    {
        0 => state,
        1 => Mutation.Of(state, Tokens, random),
        2 => random.Bytes(random.Next(300)),
        3 => File.ReadAllBytes(Path.Combine(bench.Folder, "db.state")),
        _ => ReplaceValue(state),
    };

    /// <summary>Puts something else in the place of a value, so that the file is still JSON.</summary>
    private byte[] ReplaceValue(byte[] state)
    {
        var json = JsonNode.Parse(state)!.AsObject();
        var owner = random.OneIn(2) && json["identity"] is JsonObject identity ? identity : json;
        var db = JsonNode.Parse(File.ReadAllBytes(Path.Combine(bench.Folder, "db.state")))!;
        var key = owner.ElementAt(random.Next(owner.Count)).Key;
        owner[key] = random.Of<Func<JsonNode?>>(
            () => null, () => true, () => random.Of(-1, 0, 1, 4711, 4712, 4713, Environment.ProcessId, int.MaxValue), () => long.MinValue, () => ulong.MaxValue,
            () => "", () => "\0", () => random.Of("SIGTERN", "db/mark", "stranger/mark", "/", "..", "Running", "Stopping", "Up", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00"),
            () => new JsonObject(), () => new JsonArray(1), () => db[key] is { } same ? same.DeepClone() : db["identity"]!.DeepClone())();
        return Encoding.UTF8.GetBytes(json.ToJsonString(JsonSerializerOptions.Default));
    }
}
