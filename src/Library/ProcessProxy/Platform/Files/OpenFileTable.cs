namespace ProcessProxy.Platform.Files;

/// <summary>The open files of this process. A system of which nothing else is known does not tell. What each member says is said at <see cref="OpenFiles"/>.</summary>
internal class OpenFileTable
{
    public virtual long? Limit => null;

    public virtual int? Count => null;

    /// <summary>Whether an error says that this program or its machine has no room left for another open file, or no memory.</summary>
    public virtual bool SaysFull(IOException fault) => false;
}
