using System.Net.Sockets;
using System.Runtime.InteropServices;
using ProcessProxy.Configuration;
using ProcessProxy.Platform;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Unix;
using ProcessProxy.Server.Commands;

namespace ProcessProxy.Server.Guarding;

/// <summary>
/// The first process of <c>run</c>: holds the listening sockets and starts the server again when it dies, so that clients wait for the next server instead of
/// being refused. Everything else is the server's: what can fail here would end what must not end.
/// </summary>
internal sealed class Guardian : IDisposable
{
    private const int HangUp = 1;
    private const int SignalOffset = 128;

    private readonly ServerStarter starter;
    private readonly IReadOnlyList<string> command;
    private readonly Lock gate = new();
    private readonly Queue<int> waiting = new();
    private readonly ManualResetEventSlim hurried = new();
    private readonly RestartPause pause = new();
    private readonly bool isDetached = SignalDisposition.Heed(HangUp);
    private readonly PosixSignalRegistration[] registrations;
    private IReadOnlyList<(string Name, SafeSocketHandle Handle)> sockets = [];
    private GuardedServer? current;
    private string? configuration;
    private string? ended;
    private bool wasUp;
    private bool isStopping;

    private Guardian(ServerStarter starter, IReadOnlyList<string> command)
    {
        this.starter = starter;
        this.command = command;
        registrations =
        [
            .. new (PosixSignal Signal, int Number)[] { (PosixSignal.SIGHUP, HangUp), (PosixSignal.SIGINT, 2), (PosixSignal.SIGQUIT, 3), (PosixSignal.SIGTERM, 15) }
                .Select(one => PosixSignalRegistration.Create(one.Signal, context =>
                {
                    context.Cancel = true;
                    PassOn(one.Number);
                })),
        ];
    }

    /// <summary>Gets whether this process should be a guardian: nobody else holds its sockets, and it is none's server.</summary>
    public static bool IsNeeded =>
        CurrentPlatform.Network.Descriptors.IsSupported
        && !new[] { "NOTIFY_SOCKET", "LISTEN_FDS", ServerNames.GuardianVariable }.Any(name => Environment.GetEnvironmentVariable(name) is { Length: > 0 });

    /// <summary>Runs the server with the arguments of this process until it ends in order, or does not start.</summary>
    /// <returns>Its exit code.</returns>
    public static int Run(IReadOnlyList<string> command)
    {
        if (CurrentPlatform.Processes.CreateServerStarter() is not { } starter)
        {
            throw new PlatformNotSupportedException();
        }

        using var guardian = new Guardian(starter, command);
        return guardian.Run();
    }

    public void Dispose()
    {
        foreach (var registration in registrations)
        {
            registration.Dispose();
        }

        hurried.Dispose();
    }

    private int Run()
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
        var (own, its) = CurrentPlatform.Network.Descriptors.Pair();
        using var server = new GuardedServer(own, Hear);
        ProcessEnd end;
        try
        {
            using (its)
            {
                Start(server, its);
            }
        }
        catch (LaunchException refused)
        {
            return !wasUp || hurried.IsSet ? ServerCall.Say(ExitCode.Failure, refused.Message) : null;
        }

        server.Begin();
        end = starter.WaitForEnd(server.Pid);
        server.HearOut();
        up = server.Up;
        lock (gate)
        {
            current = null;

            // A stop that no server could handle is over when none can be started.
            isStopping |= hurried.IsSet && !server.Heeds;
            ended = end.Signal is { } signal ? $"been ended by {Signals.Name(signal)}" : $"ended with exit code {end.Code}";
            return end.Code != ExitCode.Success && wasUp && !isStopping ? null : end.Code ?? SignalOffset + end.Signal;
        }
    }

    private void Start(GuardedServer server, SafeSocketHandle channel)
    {
        var note = Lines.Write(
            (Lines.Guardian, $"{Environment.ProcessId}"),
            (Lines.NoHangUp, isDetached ? "1" : null),
            (Lines.Ended, ended),
            (Lines.Configuration, configuration),
            (Lines.Sockets, Lines.Names(sockets.Select(socket => socket.Name))));
        lock (gate)
        {
            server.Pid = starter.Start(
                command, new Dictionary<string, string> { [ServerNames.GuardianVariable] = note }, [channel, .. sockets.Select(socket => socket.Handle)]);
            current = server;
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
    private void PassOn(int signal)
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
