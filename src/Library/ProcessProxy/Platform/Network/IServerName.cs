namespace ProcessProxy.Platform.Network;

/// <summary>
/// A name in the kernel for the server of a state path, beside the lock in the folder: it remains when the folder is removed
/// or the path is moved, and disappears with the process.
/// </summary>
internal interface IServerName : IDisposable
{
    /// <summary>Closes the connections of callers that checked who has the name: connecting was the answer.</summary>
    void Drain();
}
