using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ProcessProxy.Configuration;

namespace ProcessProxy.Platform.Processes;

/// <summary>Processes of this machine, as far as an <see cref="IProcessHost"/> is not asked. A system of which nothing else is known tells nothing of them.</summary>
internal abstract class ProcessSystem
{
    /// <inheritdoc cref="ProcessHosts.Create"/>
    public abstract IProcessHost CreateHost(TimeProvider time, string stateDirectory, ILogger logger);

    /// <inheritdoc cref="ProcessHosts.CreateForOthers"/>
    public virtual IProcessHost CreateHostForOthers(TimeProvider time) => CreateHost(time, "", NullLogger.Instance);

    /// <summary>Finds the program that a launch would start.</summary>
    /// <exception cref="LaunchException">There is none, or it cannot be started.</exception>
    public abstract string FindProgram(LaunchSpec spec);

    /// <summary>When the living process with a number was started; null when there is none, or it cannot be seen.</summary>
    public virtual ProcessBirth? BirthOf(int pid) => null;

    /// <summary>The user that a process acts as; null when it is gone or that cannot be told.</summary>
    public virtual uint? UserOf(int pid) => null;

    /// <summary>Asks a server to stop in order. One that has ended needs not be asked.</summary>
    /// <param name="pid">The number of its process.</param>
    /// <param name="birth">When it was started: another process with its number is left alone.</param>
    /// <exception cref="IOException">It may not be asked by this user, or cannot be on this system.</exception>
    public abstract void AskToStop(int pid, ProcessBirth birth);

    /// <inheritdoc cref="ProcessorTime.OfThisThread"/>
    public virtual TimeSpan TimeOfThisThread() => Stopwatch.GetElapsedTime(0);
}
