using System.Runtime.InteropServices;
using ProcessProxy.Configuration;
using ProcessProxy.Platform;
using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Guarding;

/// <summary>
/// The first process of <c>run</c>: holds the listening sockets and starts the server again when it dies, so that clients wait for the next server instead of
/// being refused. Everything else is the server's: what can fail here would end what must not end.
/// </summary>
internal sealed class Guardian : IDisposable
{
    private const int HangUp = 1;
    private const int SignalOffset = 128;

    private static readonly (PosixSignal Name, int Number)[] Signals =
        [(PosixSignal.SIGHUP, HangUp), (PosixSignal.SIGINT, 2), (PosixSignal.SIGQUIT, 3), (PosixSignal.SIGTERM, 15)];

    private readonly ServerStarter starter;
    private readonly IReadOnlyList<string> arguments;
    private readonly TimeProvider time;
    private readonly Lock gate = new();
    private readonly Queue<int> waiting = new();
    private readonly ManualResetEventSlim hurried = new();
    private readonly RestartPause pause = new();
    private readonly Dictionary<int, GuardedServer> servers = [];
    private IReadOnlyList<string> program;
    private IReadOnlyList<(string Name, SafeHandle Handle)> sockets = [];
    private volatile GuardedServer? current;
    private GuardedServer? successor;
    private string? configuration;
    private int? stop;
    private string? ended;
    private bool wasUp;
    private bool isStopping;

    /// <summary>Creates a guardian that has started nothing yet.</summary>
    /// <param name="starter">Starts the servers.</param>
    /// <param name="program">The server.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="time">The clock.</param>
    internal Guardian(ServerStarter starter, IReadOnlyList<string> program, IReadOnlyList<string> arguments, TimeProvider time)
    {
        this.starter = starter;
        this.program = program;
        this.arguments = arguments;
        this.time = time;
    }

    /// <summary>Gets whether this process should be a guardian: nobody else holds its sockets, and it is none's server.</summary>
    public static bool IsNeeded =>
        CurrentPlatform.Network.Descriptors.IsSupported
        && !new[] { "NOTIFY_SOCKET", "LISTEN_FDS", ServerNames.GuardianVariable }.Any(name => Environment.GetEnvironmentVariable(name) is { Length: > 0 });

    /// <summary>Runs servers, and passes on the signals of this process, until one ends in order or the first one does not start.</summary>
    /// <param name="program">The server.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>The exit code of the last one.</returns>
    /// <exception cref="LaunchException">The first one cannot be started.</exception>
    public static int Run(IReadOnlyList<string> program, IReadOnlyList<string> arguments)
    {
        using var guardian = new Guardian(
            CurrentPlatform.Processes.CreateServerStarter() ?? throw new PlatformNotSupportedException(), program, arguments, TimeProvider.System);
        var registrations = Signals.Select(signal => PosixSignalRegistration.Create(signal.Name, context =>
        {
            context.Cancel = true;
            guardian.PassOn(signal.Number);
        })).ToList();
        try
        {
            return guardian.Run();
        }
        finally
        {
            registrations.ForEach(registration => registration.Dispose());
        }
    }

    /// <summary>Gets the pid of the server; null between two of them.</summary>
    internal int? Current => current?.Pid;

    public void Dispose() => hurried.Dispose();

    /// <summary>Runs servers until one ends in order, or the first one does not start.</summary>
    /// <returns>The exit code of the last one.</returns>
    internal int Run()
    {
        while (true)
        {
            if (RunOnce(out var up) is { } code)
            {
                return code;
            }

            // Whoever wants it to stop does not wait for that: only a server stops the programs.
            hurried.Wait(pause.After(up));
        }
    }

    /// <summary>Runs one server, and those that replace it, until there is none.</summary>
    /// <param name="up">How long the last one was up; null if it never was.</param>
    /// <returns>The exit code if no other one is to be started.</returns>
    private int? RunOnce(out TimeSpan? up)
    {
        up = null;
        try
        {
            var note = Lines.Write(
                (Lines.Guardian, $"{Environment.ProcessId}"),
                (Lines.NoHangUp, starter.WasHangUpIgnored ? "1" : null),
                (Lines.Ended, ended),
                (Lines.Configuration, configuration),
                (Lines.Sockets, Lines.Names(sockets.Select(socket => socket.Name))));
            lock (gate)
            {
                current = Start(program, note, []);
            }

            current.Begin();
        }
        catch (LaunchException) when (wasUp && !hurried.IsSet)
        {
            // Too many processes or open files, or the executable is being replaced.
            return null;
        }

        while (true)
        {
            var pid = starter.WaitForEnd(out var end);
            using var server = Of(pid);
            server.HearOut();
            lock (gate)
            {
                servers.Remove(pid);
                if (server == successor)
                {
                    successor = null;
                }

                if (server != current)
                {
                    continue;
                }

                // It waits for the lock, which is free now.
                current = null;
                if (successor is not null)
                {
                    FollowSuccessor();
                    PassOnWaiting(current!);
                    continue;
                }

                up = server.Up;

                // A stop that no server could handle is over when none can be started.
                isStopping |= hurried.IsSet && !server.Heeds;
                ended = end.Signal is { } signal ? $"been ended by {Platform.Processes.Signals.Name(signal)}" : $"ended with exit code {end.Code}";
                return end.Code != 0 && wasUp && !isStopping ? null : end.Code ?? SignalOffset + end.Signal;
            }
        }
    }

    private GuardedServer Of(int pid)
    {
        lock (gate)
        {
            return servers[pid];
        }
    }

    /// <summary>Starts a server. The caller holds the gate.</summary>
    private GuardedServer Start(IReadOnlyList<string> what, string note, IReadOnlyList<SafeHandle> channels)
    {
        var (own, its) = Channel();
        using (its)
        {
            var server = new GuardedServer(own, what, time, Hear);
            try
            {
                server.Pid = starter.Start(
                    [.. what, .. arguments],
                    new Dictionary<string, string> { [ServerNames.GuardianVariable] = note },
                    [its, .. channels, .. sockets.Select(socket => socket.Handle)]);
                servers.Add(server.Pid, server);
                return server;
            }
            catch
            {
                server.Dispose();
                throw;
            }
        }
    }

    private static (MessageChannel Own, SafeHandle Its) Channel()
    {
        try
        {
            return MessageChannel.Create();
        }
        catch (IOException refused)
        {
            throw new LaunchException(refused.Message);
        }
    }

    /// <summary>Handles what a server has said.</summary>
    private void Hear(GuardedServer server)
    {
        lock (gate)
        {
            if (server == successor && server.WasUp)
            {
                // The one before answers what it has, and then ends.
                FollowSuccessor();
            }

            if (server.Wanted is { } wanted)
            {
                StartSuccessor(server, wanted);
            }

            if (server != current)
            {
                return;
            }

            if (server.Abandons && successor is not null)
            {
                // Whatever it still says, it is not the next one.
                starter.Signal(successor.Pid, Platform.Processes.Signals.Kill);
                successor = null;
            }

            wasUp |= server.WasUp;
            program = server.WasUp ? server.Command : program;
            if (server.TakeSockets() is { } passed)
            {
                Replace(passed);
                configuration = server.Configuration;
            }

            if (server.IsStopping)
            {
                // Nobody shall wait for an answer anymore.
                isStopping = true;
                Replace([]);
            }

            PassOnWaiting(server);
        }
    }

    /// <summary>Makes the successor the server. A stop that the one before it got was meant for it.</summary>
    private void FollowSuccessor()
    {
        (current, successor) = (successor, null);
        if (stop is { } signal)
        {
            waiting.Enqueue(signal);
        }
    }

    private void StartSuccessor(GuardedServer server, WantedSuccessor wanted)
    {
        using var its = new MessageChannel(wanted.Channel);
        if (server != current || successor is not null || isStopping)
        {
            return;
        }

        var note = Lines.Write(
            (Lines.Guardian, $"{Environment.ProcessId}"),
            (Lines.Predecessor, $"{server.Pid}"),
            (Lines.NoHangUp, starter.WasHangUpIgnored ? "1" : null),
            (Lines.Sockets, Lines.Names(sockets.Select(socket => socket.Name))));
        try
        {
            successor = Start(wanted.Executable is { } path ? ServerProgram.At(path) : program, note, [wanted.Channel]);
            successor.Begin();
        }
        catch (LaunchException refused)
        {
            // Whoever wants it reads it from the other end.
            its.Send((Lines.Failed, refused.Message));
        }
    }

    private void PassOnWaiting(GuardedServer server)
    {
        while (server.Heeds && waiting.TryDequeue(out var signal))
        {
            starter.Signal(server.Pid, signal);
        }
    }

    private void Replace(IReadOnlyList<(string Name, SafeHandle Handle)> passed)
    {
        foreach (var (_, handle) in sockets)
        {
            handle.Dispose();
        }

        sockets = passed;
    }

    /// <summary>Passes a signal on to the server, or to the next one if none could handle it now.</summary>
    internal void PassOn(int signal)
    {
        lock (gate)
        {
            if (signal != HangUp)
            {
                hurried.Set();
                stop = signal;
                isStopping |= current?.Heeds == true;
                foreach (var former in servers.Values.Where(server => server != current && server != successor))
                {
                    starter.Signal(former.Pid, signal);
                }
            }

            if (current is { Heeds: true } server)
            {
                starter.Signal(server.Pid, signal);
            }
            else
            {
                waiting.Enqueue(signal);
            }
        }
    }
}
