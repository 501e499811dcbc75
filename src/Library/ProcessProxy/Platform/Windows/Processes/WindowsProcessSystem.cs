using System.Runtime.Versioning;
using Microsoft.Extensions.Logging;
using ProcessProxy.Configuration;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Windows.Native;
using ProcessProxy.Platform.Windows.Programs;

namespace ProcessProxy.Platform.Windows.Processes;

/// <summary>Processes on Windows.</summary>
[SupportedOSPlatform("windows")]
internal sealed class WindowsProcessSystem : ProcessSystem
{
    public override IProcessHost CreateHost(TimeProvider time, string stateDirectory, ILogger logger) => new WindowsProcessHost(time, logger);

    public override string FindProgram(LaunchSpec spec) =>
        ProgramSearch.OnDisk.Find(spec.Command, spec.Cwd, ChildEnvironment.OnWindows.Of(new LaunchRequest("", "", spec)));

    public override ProcessBirth? BirthOf(int pid)
    {
        using var process = NativeProcess.Open(NativeProcess.QueryLimited | NativeProcess.Synchronize, inherit: false, pid);
        return !process.IsInvalid && NativeProcess.IsAlive(process) ? new ProcessBirth(BootTime.Id(), NativeProcess.CreationTime(process)) : null;
    }

    public override void AskToStop(int pid, ProcessBirth birth) =>
        throw new IOException("On Windows, another process cannot stop this server. Press Ctrl+C in its console.");
}
