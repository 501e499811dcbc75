namespace ProcessProxy.Platform.Files;

/// <summary>Files that one process holds at a time. <see cref="LockFile"/> documents the members.</summary>
internal abstract class LockFiles
{
    /// <summary>Gets whether nobody can rename or remove a held file.</summary>
    public virtual bool KeepNames => false;

    public abstract LockFile? TryHold(string path);

    public abstract (byte[] Content, bool IsHeld, Ownership? Ownership)? Look(string path, int limit);
}
