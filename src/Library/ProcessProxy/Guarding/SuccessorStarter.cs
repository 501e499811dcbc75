using System.Runtime.InteropServices;
using ProcessProxy.Configuration;
using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Guarding;

/// <summary>Starts a successor as a child of this server, which has no guardian.</summary>
/// <param name="starter">Starts the process.</param>
/// <param name="program">The executable at the start of this server.</param>
/// <param name="variables">Variables of its environment that are gone from that of this process.</param>
internal sealed class SuccessorStarter(ServerStarter starter, IReadOnlyList<string> program, IReadOnlyDictionary<string, string> variables) : ISuccessorStarter
{
    private int pid;

    public void Start(string? executable, SafeHandle channel, IReadOnlyList<(string Name, SafeHandle Handle)> sockets)
    {
        var note = Lines.Write((Lines.Predecessor, $"{Environment.ProcessId}"), (Lines.Sockets, Lines.Names(sockets.Select(socket => socket.Name))));
        pid = starter.Start(
            [.. executable is null ? program : ServerProgram.At(executable), .. Environment.GetCommandLineArgs().Skip(1)],
            new Dictionary<string, string>(variables) { [ServerNames.GuardianVariable] = note },
            [channel, .. sockets.Select(socket => socket.Handle)]);
    }

    public void End()
    {
        if (pid != 0)
        {
            starter.Signal(pid, Signals.Kill);
            starter.Collect(pid);
            pid = 0;
        }
    }
}
