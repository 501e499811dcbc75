namespace ProcessProxy.Platform.Network;

/// <summary>
/// A name that the kernel keeps for the server of a path of state, beside the lock in the folder: it stays when the folder is removed
/// or the path leads elsewhere, and goes with the process.
/// </summary>
internal interface IServerName : IDisposable
{
    /// <summary>Lets go of those who have asked who has the name: the answer was in the connecting.</summary>
    void Drain();
}
