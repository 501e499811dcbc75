using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ProcessProxy.Configuration;

namespace ProcessProxy.Platform.Processes;

/// <summary>Processes of this machine, where no <see cref="IProcessHost"/> is needed. This base class, for unknown systems, reports nothing about them.</summary>
internal abstract class ProcessSystem
{
    /// <inheritdoc cref="ProcessHosts.Create"/>
    public abstract IProcessHost CreateHost(TimeProvider time, string stateDirectory, ILogger logger);

    /// <inheritdoc cref="ProcessHosts.CreateForOthers"/>
    public virtual IProcessHost CreateHostForOthers(TimeProvider time) => CreateHost(time, "", NullLogger.Instance);

    /// <summary>Finds the program that a launch would start.</summary>
    /// <exception cref="LaunchException">There is none, or it cannot be started.</exception>
    public abstract string FindProgram(LaunchSpec spec);

    /// <summary>Returns the start of the living process with a number, or null if there is none, or it is not visible.</summary>
    public virtual ProcessBirth? BirthOf(int pid) => null;

    /// <summary>Returns the effective user of a process, or null if it is gone or this cannot be determined.</summary>
    public virtual uint? UserOf(int pid) => null;

    /// <summary>Asks a server to stop in order. A server that has ended is ignored.</summary>
    /// <param name="pid">The number of its process.</param>
    /// <param name="birth">Its start: another process with its number is left alone.</param>
    /// <exception cref="IOException">This user may not ask it, or this system does not support it.</exception>
    public abstract void AskToStop(int pid, ProcessBirth birth);

    /// <summary>Creates what a guardian starts the server with; null on systems where there is no guardian.</summary>
    public virtual ServerStarter? CreateServerStarter() => null;

    /// <summary>Returns the name by which this process was started, or null if this cannot be determined.</summary>
    public virtual string? NameOfThis() => null;

    /// <summary>Returns the parent of this process, or 0 if this cannot be determined.</summary>
    public virtual int ParentOfThis() => 0;

    /// <inheritdoc cref="ProcessorTime.OfThisThread"/>
    public virtual TimeSpan TimeOfThisThread() => Stopwatch.GetElapsedTime(0);
}
