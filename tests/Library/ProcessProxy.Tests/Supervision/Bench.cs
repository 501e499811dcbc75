using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using ProcessProxy.Configuration;
using ProcessProxy.Logs;
using ProcessProxy.Resources;
using ProcessProxy.Supervision.Dependencies;
using ProcessProxy.Supervision.Feed;
using ProcessProxy.Supervision.Keeping;
using ProcessProxy.Supervision.Lanes;
using ProcessProxy.Supervision.Machine;
using ProcessProxy.Supervision.Running;
using ProcessProxy.Supervision.Services;
using Xunit;

namespace ProcessProxy.Tests.Supervision;

/// <summary>Everything a runner needs, with a fake system, a fake clock and state files in a folder of its own.</summary>
internal sealed class Bench : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly WorkLanes lanes = new(2);

    public Bench()
    {
        Feed = new StateFeed(() => Services!.Now(), Notes);
        Gate = new DependencyGate(Feed);
        Time.SetUtcNow(new DateTimeOffset(2031, 3, 7, 11, 13, 17, TimeSpan.Zero));
        Services = MakeServices();
    }

    public static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public string Folder => folder.Path;

    public FakeTimeProvider Time { get; } = new();

    public FakeProcessHost Host { get; } = new();

    public StateFeed Feed { get; }

    public DependencyGate Gate { get; }

    public RunnerServices Services { get; private set; }

    public LogNotes Notes { get; } = new();

    /// <summary>What chance says.</summary>
    public double Chance { get; set; }

    /// <summary>What the log of the processes was told, in order.</summary>
    public List<string> LogCalls { get; } = [];

    /// <summary>Answers the probes.</summary>
    public Func<HealthCheckSpec, CancellationToken, Task<HealthCheckResult>> Probe { get; set; } =
        (_, _) => Task.FromResult(new HealthCheckResult(default, true, 200, "answered 200", default));

    /// <summary>Who is asked before a program is asked to end.</summary>
    public Func<string, CancellationToken, Task> BeforeStop { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>The ports that accept connections.</summary>
    public System.Collections.Concurrent.ConcurrentDictionary<int, bool> Accepting { get; } = new();

    /// <summary>The ports on which a program listens, if only on an outside address.</summary>
    public System.Collections.Concurrent.ConcurrentDictionary<int, bool> Listening { get; } = new();

    /// <summary>The ports that strangers have.</summary>
    public HashSet<int> Taken { get; } = [];

    /// <summary>A runner that waits for commands.</summary>
    public ProcessRunner Runner(ProcessSpec spec) => Recovering(spec with { Enabled = false });

    /// <summary>A runner that looks for what an earlier server left behind and starts what is enabled.</summary>
    public ProcessRunner Recovering(ProcessSpec spec) => new(spec, Services, Task.CompletedTask, "the server at its start");

    /// <summary>Another server, which knows only what is in the state files.</summary>
    public void NextServer() => Services = MakeServices();

    /// <summary>A process whose files are in this folder.</summary>
    public LaunchSpec Launch(string id) => Specs.Launch(id, Folder);

    /// <summary>Waits until a process is shown as wanted. Every change is looked at.</summary>
    public async Task<ProcessInfo> UntilAsync(string id, Func<ProcessInfo, bool> condition)
    {
        await foreach (var news in Feed.WatchAsync(null, Cancelled))
        {
            if (Feed.Get(id) is { } info && condition(info))
            {
                return info;
            }
        }

        throw new InvalidOperationException("The feed ended.");
    }

    public Task<ProcessInfo> UntilAsync(string id, RunState state) => UntilAsync(id, info => info.State == state);

    /// <summary>Waits until everything that was posted before has been dealt with.</summary>
    public async Task SettledAsync(ProcessRunner runner, ProcessSpec spec)
    {
        // A change that changes nothing but the name, which is shown when its turn has come.
        var name = Guid.NewGuid().ToString();
        _ = runner.ConfigureAsync(spec with { Name = name }, new MachineEvent.Lasted(-1), Cancelled);
        await UntilAsync(runner.Id, info => info.Name == name);
    }

    /// <summary>The state file of a process, as it is now.</summary>
    public PersistedState? Kept(string id)
    {
        var file = Path.Combine(Folder, id + ".state");
        return File.Exists(file) ? JsonSerializer.Deserialize(File.ReadAllBytes(file), PersistedJson.Default.PersistedState) : null;
    }

    public void Dispose()
    {
        Gate.Dispose();
        lanes.Dispose();
        folder.Dispose();
    }

    private RunnerServices MakeServices() => new()
    {
        Host = Host,
        Store = new StateStore(Folder, Notes),
        Feed = Feed,
        Dependencies = Gate,
        Resources = new ResourceSampler(Host, Time, Notes),
        OpenLog = (id, _) => new NotedLog(id, LogCalls),
        Probe = (spec, token) => Probe(spec, token),
        BeforeStop = (id, token) => BeforeStop(id, token),
        IsListenedOn = port => Listening.ContainsKey(port),
        Accepts = (port, _) => Task.FromResult(Accepting.ContainsKey(port)),
        Ports = new PortPool(port => !Taken.Contains(port), first: 0),
        Lanes = lanes,
        Logger = Notes,
        Time = Time,
        Chance = () => Chance,
        Origin = Time.GetTimestamp(),
    };

    private sealed class NotedLog(string id, List<string> calls) : IRunLog
    {
        public void PrepareRun() => calls.Add($"{id} prepared");

        public void Resume() => calls.Add($"{id} resumed");

        public void RunEnded() => calls.Add($"{id} ended");
    }
}

/// <summary>Keeps what is logged.</summary>
internal sealed class LogNotes : ILogger
{
    public System.Collections.Concurrent.ConcurrentQueue<string> Entries { get; } = new();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Entries.Enqueue($"{logLevel}: {formatter(state, exception)}");
}
