namespace ProcessProxy.Platform.Unix;

/// <summary>
/// A lock on an open log that belongs to the open file, not to a process: whoever inherits the descriptor holds it. It is
/// not flock(2), by which every .NET program refuses to share files: nobody who only reads the log would be let in.
/// </summary>
internal static unsafe class OutputLock
{
    private const int Get = 36;
    private const int Set = 37;
    private const short Write = 1;
    private const short None = 2;
    private const int Size = 32;

    /// <summary>Takes the lock, if nobody has it.</summary>
    public static bool TryTake(Descriptor file)
    {
        var request = stackalloc byte[Size];
        Prepare(request);
        return Libc.Fcntl(file.Value, Set, request) == 0;
    }

    /// <summary>Whether somebody else has it.</summary>
    public static bool IsHeldByOthers(Descriptor file)
    {
        var request = stackalloc byte[Size];
        Prepare(request);
        return Libc.Fcntl(file.Value, Get, request) == 0 && *(short*)request != None;
    }

    // The whole file, from its beginning: struct flock of 64-bit Linux with everything else zero.
    private static void Prepare(byte* request)
    {
        new Span<byte>(request, Size).Clear();
        *(short*)request = Write;
    }
}
