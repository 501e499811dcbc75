namespace ProcessProxy.Platform.Files;

/// <summary>Owners, groups and permissions of files. A system of which nothing else is known tells nothing of them.</summary>
internal class FileRights
{
    /// <summary>The user that this process acts as.</summary>
    public virtual uint User => 0;

    /// <summary>Whether it can be told who owns a file.</summary>
    public virtual bool TellOwners => false;

    /// <summary>Whether users have groups that can be let in.</summary>
    public virtual bool HaveGroups => false;

    /// <inheritdoc cref="Ownership.Of"/>
    public virtual Ownership? Of(string path) => null;

    /// <inheritdoc cref="SystemGroup.Find"/>
    public virtual SystemGroup? FindGroup(string nameOrNumber) => null;

    /// <inheritdoc cref="SystemGroup.Has"/>
    public virtual bool IsMember(uint user, SystemGroup group) => false;

    /// <summary>Sees that nobody else can write a folder of ours.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="group">The group whose members must get to what is theirs in it, too; null for nobody.</param>
    /// <returns>A sentence when a right of others had to be taken away, else null.</returns>
    /// <exception cref="IOException">Others can write it, or it belongs to somebody else. The message says what to do.</exception>
    public virtual string? Secure(string folder, SystemGroup? group) => null;

    /// <summary>Why what a folder says is not to be believed, and what to do; null when it may be.</summary>
    public virtual string? Distrust(string folder) => null;
}
