using Microsoft.Extensions.Logging;
using ProcessProxy.Platform.MacOS.Native;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.MacOS.Processes;

/// <summary>Processes on macOS.</summary>
internal sealed class MacProcessSystem : UnixProcessSystem
{
    private const int Terminate = 15;

    protected override int? ThreadClock => 16;

    public override IProcessHost CreateHost(TimeProvider time, string stateDirectory, ILogger logger) => new MacProcessHost(time, logger);

    public override ProcessBirth? BirthOf(int pid) =>
        DarwinProcess.TryLook(pid, zombies: false) is { IsDead: false } info ? new ProcessBirth("", info.StartTicks) : null;

    public override void AskToStop(int pid, ProcessBirth birth) => DarwinProcess.Signal(pid, birth.Ticks, Terminate);
}
