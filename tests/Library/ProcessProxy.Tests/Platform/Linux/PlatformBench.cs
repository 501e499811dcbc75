using System.Runtime.InteropServices;
using System.Text;
using ProcessProxy.Configuration;
using ProcessProxy.Platform.Linux.Cgroups;
using ProcessProxy.Platform.Linux.Proc;
using ProcessProxy.Platform.Linux.Processes;
using ProcessProxy.Platform.Linux.Trees;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Unix;
using ProcessProxy.Tests.Supervision;
using Xunit;

namespace ProcessProxy.Tests.Platform.Linux;

/// <summary>Launches real programs in a folder of its own; whatever still carries one of its marks at the end is killed.</summary>
internal sealed class PlatformBench : IAsyncDisposable
{
    private readonly TempFolder folder = new();
    private readonly string mark = $"web/{Guid.NewGuid():N}";
    private int launches;

    /// <summary>Makes the bench.</summary>
    /// <param name="grouped">Whether programs are put into control groups, which not every machine allows.</param>
    public PlatformBench(bool grouped = false)
    {
        Groups = grouped ? ControlGroups.Create(Folder, Notes) : null;
        Host = new LinuxProcessHost(TimeProvider.System, Groups, Notes);
    }

    public static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public LinuxProcessHost Host { get; }

    public ControlGroups? Groups { get; }

    public LogNotes Notes { get; } = new();

    public string Folder => folder.Path;

    public LogSpec Log => Specs.Launch("web", Folder).Log;

    /// <summary>What the programs of this bench have written.</summary>
    public string Output => File.Exists(Log.File) ? File.ReadAllText(Log.File) : "";

    public IChildProcess Shell(string script, Func<LaunchSpec, LaunchSpec>? change = null) => Launch("sh", change, "-c", script);

    /// <summary>Launches a program with other outputs than its log.</summary>
    public IChildProcess Shell(string script, SafeHandle output) =>
        Host.Launch(new LaunchRequest("web", $"{mark}-{++launches}", Specs.Launch("web", Folder, "sh", "-c", script), output));

    public IChildProcess Launch(string command, Func<LaunchSpec, LaunchSpec>? change = null, params string[] args)
    {
        var spec = Specs.Launch("web", Folder, command, args);
        return Host.Launch(new LaunchRequest("web", $"{mark}-{++launches}", change?.Invoke(spec) ?? spec));
    }

    /// <summary>A mark of somebody who is not launched by the host.</summary>
    public string MarkOf(string what) => $"{mark}-{what}";

    /// <summary>Every living process that carries a mark of this bench.</summary>
    public IReadOnlyList<TableEntry> Alive() => [.. ProcessTable.Sweep().Where(entry => entry.Run?.StartsWith(mark, StringComparison.Ordinal) == true)];

    public static async Task<ProcessEnd> EndOf(IChildProcess child) => await child.Ended.WaitAsync(Cancelled);

    /// <summary>Waits until nobody holds a log: a program that another test launches has every descriptor of this process until its exec.</summary>
    /// <param name="log">Which; <see cref="Log"/> when not given.</param>
    public Task LogFreeAsync(LogSpec? log = null) => Wait.Until(() => !Host.IsOutputHeld(log ?? Log), "nobody holds the log");

    /// <summary>Waits until the programs have written this.</summary>
    public Task WrittenAsync(string text) => Wait.Until(() => Output.Contains(text, StringComparison.Ordinal), () => $"the programs have written {text}");

    public async ValueTask DisposeAsync()
    {
        for (var alive = Alive(); alive.Count > 0; alive = Alive())
        {
            TreeMembers.Signal(alive, Signals.Kill);
            await Task.Delay(2, CancellationToken.None);
        }

        await Host.DisposeAsync();
        folder.Dispose();
    }
}
