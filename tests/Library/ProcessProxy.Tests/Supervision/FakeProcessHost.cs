using ProcessProxy.Configuration;
using ProcessProxy.Platform.Network;
using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Tests.Supervision;

/// <summary>An operating system whose programs do what a test says. It refuses a second instance of anything.</summary>
internal sealed class FakeProcessHost : IProcessHost
{
    private readonly Lock gate = new();
    private int lastPid = 4000;
    private int looks;

    public string BootId { get; set; } = "this boot";

    /// <summary>Who listens on which port; null where that cannot be determined.</summary>
    public IPortTable? Ports { get; set; }

    /// <summary>The launches, in order.</summary>
    public List<LaunchRequest> Launches { get; } = [];

    /// <summary>Everything that was launched, in order.</summary>
    public List<FakeChild> Children { get; } = [];

    /// <summary>What is found running, by its identity.</summary>
    public List<FakeChild> Running { get; } = [];

    /// <summary>What is found only from the second look on, as between vfork and exec.</summary>
    public FakeChild? FoundLate { get; set; }

    /// <summary>Called at each launch, before anything runs; may throw.</summary>
    public Action<LaunchRequest> OnLaunch { get; set; } = _ => { };

    /// <summary>Prepares each child before anybody knows it.</summary>
    public Action<FakeChild> OnChild { get; set; } = _ => { };

    /// <summary>Whether somebody holds a log.</summary>
    public Func<LogSpec, bool> Held { get; set; } = _ => false;

    /// <summary>Whose leftovers were ended.</summary>
    public List<ProcessIdentity> Leftovers { get; } = [];

    /// <summary>The marks of commands that an earlier server has left.</summary>
    public IReadOnlyList<string> Helpers { get; set; } = [];

    /// <summary>What of the leftovers cannot be ended.</summary>
    public IReadOnlyList<string> Survivors { get; set; } = [];

    /// <summary>Why nothing can be told of what runs.</summary>
    public IOException? Unseen { get; set; }

    /// <summary>How often it was looked whether a run is there.</summary>
    public int Looks => Volatile.Read(ref looks);

    public FakeChild Last => Children[^1];

    public IChildProcess Launch(LaunchRequest request)
    {
        lock (gate)
        {
            Launches.Add(request);
            OnLaunch(request);
            var twin = request.IsHelper ? null : Children.Concat(Running).FirstOrDefault(child => child.IsTreeAlive && child.Identity.Mark.StartsWith(request.Id + "/", StringComparison.Ordinal));
            if (twin is not null)
            {
                throw new InvalidOperationException($"{request.Id} would run twice: {twin.Identity.Pid} is alive.");
            }

            var child = new FakeChild(new ProcessIdentity(BootId, ++lastPid, 7, 9, request.Mark));
            OnChild(child);
            Children.Add(child);
            return child;
        }
    }

    public IChildProcess? Adopt(ProcessIdentity identity, LogSpec? log = null)
    {
        Interlocked.Increment(ref looks);
        return Unseen is not null ? throw Unseen : Running.Find(child => child.Identity == identity);
    }

    public IChildProcess? FindByMark(string mark) => Find(child => child.Identity.Mark == mark);

    public IChildProcess? FindByLog(string id, LogSpec log) => Find(child => child.Identity.Mark.StartsWith(id + "/", StringComparison.Ordinal));

    public IReadOnlyList<string> HelpersOf(string id) => Helpers;

    public Task<IReadOnlyList<string>> EndLeftoversAsync(ProcessIdentity identity, EndTreeRequest request, CancellationToken hurry)
    {
        Leftovers.Add(identity);
        return Task.FromResult(Survivors);
    }

    public bool IsOutputHeld(LogSpec log)
    {
        return Held(log);
    }

    /// <summary>What each tree uses; nothing is known of any until a test says so.</summary>
    public Func<ProcessIdentity, TreeUsage?> Uses { get; set; } = _ => null;

    /// <summary>How often everything was measured.</summary>
    public int Sweeps { get; private set; }

    public IReadOnlyList<TreeUsage?> Measure(IReadOnlyList<ProcessIdentity> trees)
    {
        Sweeps++;
        return [.. trees.Select(Uses)];
    }

    public int SignalNumber(string name) => Signals.Number(name);

    public string SignalName(int number) => number == 15 ? "SIGTERM" : $"signal {number}";

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private FakeChild? Find(Predicate<FakeChild> isIt)
    {
        var found = Running.Find(isIt);
        if (found is null && FoundLate is { } late && isIt(late))
        {
            (FoundLate, _) = (null, late);
            Running.Add(late);
        }

        return found;
    }
}
