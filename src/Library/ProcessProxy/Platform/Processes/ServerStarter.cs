using System.Runtime.InteropServices;

namespace ProcessProxy.Platform.Processes;

/// <summary>Starts the server as a child, for a guardian. There is one in a process, because it collects the exit status of every child.</summary>
internal abstract class ServerStarter
{
    /// <summary>The number of the first of the descriptors that a child is given.</summary>
    /// <value>3, as systemd has it.</value>
    public const int FirstDescriptor = 3;

    /// <summary>Gets whether this process was started with SIGHUP ignored, as by <c>nohup</c>. From then on it is not.</summary>
    public abstract bool WasHangUpIgnored { get; }

    /// <summary>Starts a program in a process group of its own, with the standard streams of this process.</summary>
    /// <param name="command">The path of the program, and its arguments.</param>
    /// <param name="variables">Variables besides those of this process.</param>
    /// <param name="descriptors">What it has open besides, numbered from <see cref="FirstDescriptor"/> on.</param>
    /// <returns>Its pid, which stays its own until it was collected.</returns>
    /// <exception cref="LaunchException">It cannot be started.</exception>
    public abstract int Start(IReadOnlyList<string> command, IReadOnlyDictionary<string, string> variables, IReadOnlyList<SafeHandle> descriptors);

    /// <summary>Waits until one that was started has ended. Other children are collected meanwhile: as pid 1, the orphans of the container.</summary>
    /// <param name="end">How it has ended.</param>
    /// <returns>Its pid.</returns>
    public abstract int WaitForEnd(out ProcessEnd end);

    /// <summary>Waits until a child that was started has ended, beside others of this process.</summary>
    public abstract void Collect(int pid);

    /// <summary>Sends a signal to a child. One that has ended gets none.</summary>
    public abstract void Signal(int pid, int signal);
}
