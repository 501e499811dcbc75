using System.Diagnostics;
using ProcessProxy.Benchmarks.Measuring;

namespace ProcessProxy.Benchmarks.Supervisors;

/// <summary>s6: one small supervising process for each program. It writes no logs here; that would be another thousand processes.</summary>
internal sealed class S6 : ISupervisor
{
    public string Name => "s6";

    public bool IsInstalled => Launcher.Which("s6-svscan") is not null;

    public int MostRestarts => 20;

    /// <summary>It starts a program at most once a second.</summary>
    public TimeSpan RestartSettle => TimeSpan.FromMilliseconds(1200);

    public void Configure(string folder, int count, string[] command)
    {
        var line = string.Join(' ', command.Select(argument => $"'{argument}'"));
        for (var i = 0; i < count; i++)
        {
            var service = Directory.CreateDirectory(Path.Combine(folder, "scan", $"p{i:0000}")).FullName;
            var run = Path.Combine(service, "run");
            File.WriteAllText(run, $"#!/bin/sh\nexec {line}\n");
            File.SetUnixFileMode(run, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    public Process Start(string mark, string folder, Action<string> line) =>
        Launcher.Start(mark, "s6-svscan", ["-c", "2000", $"{folder}/scan"], folder, line: line);

    public Task StopAsync(Process process, string mark, string folder)
    {
        Native.Signal(process.Id, Native.Term);
        return process.WaitForExitAsync();
    }

    public Func<Task>? Lister(string folder) => null;
}
