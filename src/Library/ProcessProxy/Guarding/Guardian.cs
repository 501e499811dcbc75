using System.Net.Sockets;
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
    private readonly IReadOnlyList<string> command;
    private readonly TimeProvider time;
    private readonly Lock gate = new();
    private readonly Queue<int> waiting = new();
    private readonly ManualResetEventSlim hurried = new();
    private readonly RestartPause pause = new();
    private IReadOnlyList<(string Name, SafeSocketHandle Handle)> sockets = [];
    private GuardedServer? current;
    private string? configuration;
    private string? ended;
    private bool wasUp;
    private bool isStopping;

    /// <summary>Creates a guardian that has started nothing yet.</summary>
    /// <param name="starter">Starts the servers.</param>
    /// <param name="command">The path of the server, and its arguments.</param>
    /// <param name="time">The clock.</param>
    internal Guardian(ServerStarter starter, IReadOnlyList<string> command, TimeProvider time)
    {
        this.starter = starter;
        this.command = command;
        this.time = time;
    }

    /// <summary>Gets whether this process should be a guardian: nobody else holds its sockets, and it is none's server.</summary>
    public static bool IsNeeded =>
        CurrentPlatform.Network.Descriptors.IsSupported
        && !new[] { "NOTIFY_SOCKET", "LISTEN_FDS", ServerNames.GuardianVariable }.Any(name => Environment.GetEnvironmentVariable(name) is { Length: > 0 });

    /// <summary>Runs servers, and passes on the signals of this process, until one ends in order or the first one does not start.</summary>
    /// <param name="command">The path of the server, and its arguments.</param>
    /// <returns>The exit code of the last one.</returns>
    /// <exception cref="LaunchException">The first one cannot be started.</exception>
    public static int Run(IReadOnlyList<string> command)
    {
        using var guardian = new Guardian(CurrentPlatform.Processes.CreateServerStarter() ?? throw new PlatformNotSupportedException(), command, TimeProvider.System);
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

    /// <summary>Runs one server to its end.</summary>
    /// <param name="up">How long it was up; null if it never was.</param>
    /// <returns>The exit code if no other one is to be started.</returns>
    private int? RunOnce(out TimeSpan? up)
    {
        up = null;
        GuardedServer started;
        try
        {
            started = Start();
        }
        catch (LaunchException) when (wasUp && !hurried.IsSet)
        {
            // Too many processes or open files, or the executable is being replaced.
            return null;
        }

        using var server = started;
        server.Begin();
        var end = starter.WaitForEnd(server.Pid);
        server.HearOut();
        up = server.Up;
        lock (gate)
        {
            current = null;

            // A stop that no server could handle is over when none can be started.
            isStopping |= hurried.IsSet && !server.Heeds;
            ended = end.Signal is { } signal ? $"been ended by {Platform.Processes.Signals.Name(signal)}" : $"ended with exit code {end.Code}";
            return end.Code != 0 && wasUp && !isStopping ? null : end.Code ?? SignalOffset + end.Signal;
        }
    }

    private GuardedServer Start()
    {
        var note = Lines.Write(
            (Lines.Guardian, $"{Environment.ProcessId}"),
            (Lines.NoHangUp, starter.WasHangUpIgnored ? "1" : null),
            (Lines.Ended, ended),
            (Lines.Configuration, configuration),
            (Lines.Sockets, Lines.Names(sockets.Select(socket => socket.Name))));
        var (own, its) = Channel();
        using (its)
        {
            var server = new GuardedServer(own, time, Hear);
            try
            {
                lock (gate)
                {
                    server.Pid = starter.Start(
                        command, new Dictionary<string, string> { [ServerNames.GuardianVariable] = note }, [its, .. sockets.Select(socket => socket.Handle)]);
                    current = server;
                }

                return server;
            }
            catch
            {
                server.Dispose();
                throw;
            }
        }
    }

    private static (SafeSocketHandle Own, SafeSocketHandle Its) Channel()
    {
        try
        {
            return CurrentPlatform.Network.Descriptors.Pair();
        }
        catch (IOException refused)
        {
            throw new LaunchException(refused.Message);
        }
    }

    /// <summary>Handles what the server has said.</summary>
    private void Hear(GuardedServer server)
    {
        lock (gate)
        {
            wasUp |= server.WasUp;
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

            while (server.Heeds && waiting.TryDequeue(out var signal))
            {
                starter.Signal(server.Pid, signal);
            }
        }
    }

    private void Replace(IReadOnlyList<(string Name, SafeSocketHandle Handle)> passed)
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
                isStopping |= current?.Heeds == true;
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
