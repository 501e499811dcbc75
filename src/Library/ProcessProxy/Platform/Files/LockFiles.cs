namespace ProcessProxy.Platform.Files;

/// <summary>Files that one process holds at a time. What each member does is said at <see cref="LockFile"/>.</summary>
internal abstract class LockFiles
{
    /// <summary>Whether nobody can rename or remove a file that is held.</summary>
    public virtual bool KeepNames => false;

    public abstract LockFile? TryHold(string path);

    public abstract (byte[] Content, bool IsHeld, Ownership? Ownership)? Look(string path, int limit);
}
