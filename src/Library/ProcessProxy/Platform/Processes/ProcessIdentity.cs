namespace ProcessProxy.Platform.Processes;

/// <summary>
/// Distinguishes one process from every other one that ever had or will have its number. A pid alone does not: numbers are
/// reused, within milliseconds on a busy machine.
/// </summary>
/// <param name="BootId">The boot the process belongs to; pids of another boot mean nothing.</param>
/// <param name="Pid">Its number, which is also that of its session and process group.</param>
/// <param name="StartTicks">The start time, in clock ticks since boot.</param>
/// <param name="Inode">The inode of its pidfd, unique within a boot; 0 if the kernel has none (before Linux 6.9).</param>
/// <param name="Mark">The mark in its environment (<see cref="ProcessMark"/>), which its descendants inherit.</param>
/// <param name="ControlGroup">The control group of its whole tree, as the kernel names it; null if it has none of its own.</param>
internal sealed record ProcessIdentity(string BootId, int Pid, ulong StartTicks, ulong Inode, string Mark, string? ControlGroup = null);
