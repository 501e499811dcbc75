namespace ProcessProxy.Platform.Files;

/// <summary>The open files of this process. This base class, for unknown systems, reports nothing. <see cref="OpenFiles"/> documents the members.</summary>
internal class OpenFileTable
{
    public virtual long? Limit => null;

    public virtual int? Count => null;

    /// <summary>Returns whether an error means that this program or its machine has no room for another open file, or no memory.</summary>
    public virtual bool SaysFull(IOException fault) => false;
}
