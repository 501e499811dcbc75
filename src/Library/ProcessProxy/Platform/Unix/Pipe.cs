namespace ProcessProxy.Platform.Unix;

/// <summary>The reader of an output of this process.</summary>
internal static unsafe class Pipe
{
    /// <summary>Returns whether nobody can read what is written to a descriptor anymore: the reader of a pipe has ended, or a terminal was closed.</summary>
    public static bool HasLostReader(int descriptor)
    {
        // Errors and the end of the other side are always reported.
        var entry = new PollEntry { Descriptor = descriptor };
        return Libc.Poll(&entry, 1, timeoutMilliseconds: 0) > 0 && (entry.Got & (PollEntry.Error | PollEntry.HungUp)) != 0;
    }
}
