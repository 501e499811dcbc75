using System.Diagnostics;

namespace ProcessProxy.Benchmarks.Supervisors;

/// <summary>A supervisor that can be measured.</summary>
internal interface ISupervisor
{
    string Name { get; }

    /// <summary>Whether it is on this machine.</summary>
    bool IsInstalled { get; }

    /// <summary>How many restarts are worth the time: some pause before each.</summary>
    int MostRestarts { get; }

    /// <summary>How long a program has to have run to be restarted at once.</summary>
    TimeSpan RestartSettle { get; }

    /// <summary>Writes its configuration for so many programs into a folder.</summary>
    void Configure(string folder, int count, string[] command);

    /// <summary>Starts it. <paramref name="line"/> gets its output.</summary>
    Process Start(string mark, string folder, Action<string> line);

    /// <summary>Orders it to stop everything and to end. It has when its process has ended and no program runs.</summary>
    Task StopAsync(Process process, string mark, string folder);

    /// <summary>Asks how every program is, the way a script would that does so often; null when it cannot be asked.</summary>
    Func<Task>? Lister(string folder);
}
