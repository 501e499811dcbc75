namespace ProcessProxy.Platform.Files;

/// <summary>Owners, groups and permissions of files. This base class, for unknown systems, reports nothing about them.</summary>
internal class FileRights
{
    /// <summary>Gets the effective user of this process.</summary>
    public virtual uint User => 0;

    /// <summary>Gets whether the owner of a file can be determined.</summary>
    public virtual bool TellOwners => false;

    /// <summary>Gets whether users have groups that can get access.</summary>
    public virtual bool HaveGroups => false;

    /// <inheritdoc cref="Ownership.Of"/>
    public virtual Ownership? Of(string path) => null;

    /// <inheritdoc cref="SystemGroup.Find"/>
    public virtual SystemGroup? FindGroup(string nameOrNumber) => null;

    /// <inheritdoc cref="SystemGroup.Has"/>
    public virtual bool IsMember(uint user, SystemGroup group) => false;

    /// <summary>Ensures that nobody else can write one of our folders.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="group">The group whose members must reach their files in it; null for nobody.</param>
    /// <returns>A sentence if permissions of others had to be removed, otherwise null.</returns>
    /// <exception cref="IOException">Others can write it, or it belongs to another user. The message says what to do.</exception>
    public virtual string? Secure(string folder, SystemGroup? group) => null;

    /// <summary>Returns why the contents of a folder cannot be trusted, and what to do, or null if they can.</summary>
    public virtual string? Distrust(string folder) => null;
}
