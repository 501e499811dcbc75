using System.Runtime.InteropServices;
using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Guarding;

/// <summary>Starts the server that is to replace this one: its guardian, or itself.</summary>
internal interface ISuccessorStarter
{
    /// <summary>Starts it. What fails later is said over its channel.</summary>
    /// <param name="executable">Its executable; null for the one that is now at the path of this one.</param>
    /// <param name="channel">Its end of the channel between both, which stays the caller's.</param>
    /// <param name="sockets">The sockets that it shall listen on, which stay the caller's.</param>
    /// <exception cref="LaunchException">It cannot be started.</exception>
    void Start(string? executable, SafeHandle channel, IReadOnlyList<(string Name, SafeHandle Handle)> sockets);

    /// <summary>Ends it at once: it has failed, or takes too long.</summary>
    void End();
}
