using System.Collections;
using System.Runtime.InteropServices;
using ProcessProxy.Platform.Linux.Proc;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.Linux.Processes;

/// <summary>Starts the server with posix_spawn, and waits for any child.</summary>
internal sealed class LinuxServerStarter : ServerStarter
{
    private const int HangUp = 1;

    private readonly Lock collecting = new();
    private readonly HashSet<int> uncollected = [];

    /// <summary>Creates it. Children are waited for, even if the parent of this process has ignored their end.</summary>
    public LinuxServerStarter() => SignalDisposition.Heed(Signals.Chld);

    public override bool WasHangUpIgnored { get; } = SignalDisposition.Heed(HangUp);

    public override int Start(IReadOnlyList<string> command, IReadOnlyDictionary<string, string> variables, IReadOnlyList<SafeHandle> descriptors)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            environment[(string)entry.Key] = (string?)entry.Value ?? "";
        }

        foreach (var (name, value) in variables)
        {
            environment[name] = value;
        }

        var errno = PosixSpawn.StartBeside(command, [.. environment.Select(entry => $"{entry.Key}={entry.Value}")], descriptors, FirstDescriptor, out var pid);
        if (errno != 0)
        {
            throw new LaunchException($"The server {command[0]} could not be started: {Errno.Describe(errno)}.", Errno.FaultOf(errno));
        }

        lock (collecting)
        {
            uncollected.Add(pid);
        }

        return pid;
    }

    public override int WaitForEnd(out ProcessEnd end)
    {
        while (true)
        {
            var ended = ChildWait.ForAny();
            lock (collecting)
            {
                // From here on, somebody else may have its number.
                var isOurs = uncollected.Remove(ended);
                end = ChildWait.Collect(ended);
                if (isOurs)
                {
                    return ended;
                }
            }
        }
    }

    public override void Collect(int pid)
    {
        ChildWait.For(pid);
        lock (collecting)
        {
            uncollected.Remove(pid);
            ChildWait.Collect(pid);
        }
    }

    public override void Signal(int pid, int signal)
    {
        lock (collecting)
        {
            if (uncollected.Contains(pid))
            {
                _ = Libc.Kill(pid, signal);
            }
        }
    }
}
