namespace ProcessProxy.Platform.Unix;

/// <summary>The other end of what this process writes to.</summary>
internal static unsafe class Pipe
{
    /// <summary>Whether nobody can read any more what is written to a descriptor: the reader of a pipe has ended, a terminal was closed.</summary>
    public static bool HasLostReader(int descriptor)
    {
        // Errors and the end of the other side are reported whether or not they are asked for.
        var entry = new PollEntry { Descriptor = descriptor };
        return Libc.Poll(&entry, 1, timeoutMilliseconds: 0) > 0 && (entry.Got & (PollEntry.Error | PollEntry.HungUp)) != 0;
    }
}
