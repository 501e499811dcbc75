using System.Runtime.InteropServices;
using ProcessProxy.Configuration;

namespace ProcessProxy.Platform.Processes;

/// <summary>A launch.</summary>
/// <param name="Id">The id of the process.</param>
/// <param name="Mark">The mark of this run.</param>
/// <param name="Spec">The program, its folder, environment and log.</param>
/// <param name="Output">The outputs instead of its log; null for the log.</param>
/// <param name="IsHelper">
/// Whether it is a command beside the program of the process. It writes to the log without holding it, and is never mistaken for the program.
/// </param>
internal sealed record LaunchRequest(string Id, string Mark, LaunchSpec Spec, SafeHandle? Output = null, bool IsHelper = false)
{
    /// <summary>Gets the ID that the program sees, which several programs of one process share.</summary>
    public string ProcessId { get; init; } = Id;
}
