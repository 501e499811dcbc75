using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using ProcessProxy.Platform.Linux.Cgroups;
using ProcessProxy.Platform.Linux.Proc;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.Linux.Processes;

/// <summary>Processes on Linux.</summary>
internal sealed class LinuxProcessSystem : UnixProcessSystem
{
    private const int Terminate = 15;

    protected override int? ThreadClock => 3;

    public override IProcessHost CreateHost(TimeProvider time, string stateDirectory, ILogger logger) =>
        new LinuxProcessHost(time, ControlGroups.Create(stateDirectory, logger), logger);

    public override IProcessHost CreateHostForOthers(TimeProvider time) => new LinuxProcessHost(time);

    public override ProcessBirth? BirthOf(int pid) =>
        ProcFs.ReadStat(pid) is { IsDead: false } stat ? new ProcessBirth(ProcFs.ReadBootId(), stat.StartTicks) : null;

    public override uint? UserOf(int pid) => ProcessUser.Of(pid);

    public override ServerStarter CreateServerStarter() => new LinuxServerStarter();

    public override string? NameOfThis() => File.ReadAllText("/proc/self/cmdline").Split('\0')[0] is { Length: > 0 } name ? name : null;

    public override int ParentOfThis() => ProcFs.ReadStat(Environment.ProcessId)?.Parent ?? 0;

    public override void AskToStop(int pid, ProcessBirth birth)
    {
        // The descriptor first: then the comparison and the signal concern the same process.
        using var process = PidFd.Open(pid);
        if (process.IsInvalid || ProcessBirth.Of(pid) != birth)
        {
            return;
        }

        if (PidFd.Signal(process, Terminate) is var error and not (0 or Errno.NoSuchProcess))
        {
            throw new IOException($"The server (pid {pid}) may not be stopped by this user: {Marshal.GetPInvokeErrorMessage(error)}.");
        }
    }
}
