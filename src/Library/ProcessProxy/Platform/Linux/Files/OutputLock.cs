using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.Linux.Files;

/// <summary>
/// A lock on an open log that belongs to the open file, not to a process: whoever inherits the descriptor holds it. It is
/// not flock(2), with which every .NET program refuses to share files: readers of the log would be locked out. Only a
/// write lock counts, which requires the right to write the log: a user who may only read it can take a read lock, and could prevent
/// a program from starting.
/// </summary>
internal static unsafe class OutputLock
{
    private const int Get = 36;
    private const int Set = 37;
    private const short Read = 0;
    private const short Write = 1;
    private const short None = 2;
    private const int Size = 32;

    /// <summary>Takes the lock, if nobody has it and no reader is in the way.</summary>
    public static bool TryTake(Descriptor file)
    {
        var request = stackalloc byte[Size];
        Prepare(request, Write);
        return Libc.Fcntl(file.Value, Set, request) == 0;
    }

    /// <summary>Returns whether somebody else has it. Queried for reading: only a write lock conflicts with that.</summary>
    public static bool IsHeldByOthers(Descriptor file)
    {
        var request = stackalloc byte[Size];
        Prepare(request, Read);
        return Libc.Fcntl(file.Value, Get, request) == 0 && *(short*)request != None;
    }

    // The whole file, from its beginning: struct flock of 64-bit Linux with all other fields zero.
    private static void Prepare(byte* request, short type)
    {
        new Span<byte>(request, Size).Clear();
        *(short*)request = type;
    }
}
