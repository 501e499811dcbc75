using System.Buffers.Binary;

namespace ProcessProxy.Platform.MacOS.Native;

/// <summary>The part of <c>struct proc_taskinfo</c> that we use.</summary>
/// <param name="Resident">Resident bytes.</param>
/// <param name="Threads">The number of threads.</param>
internal readonly record struct TaskInfo(long Resident, int Threads)
{
    /// <summary>The length of the structure.</summary>
    public const int Size = 96;

    private const int ResidentAt = 8;
    private const int ThreadsAt = 84;

    /// <summary>Reads the structure. Its times are ignored: their unit differs between machines.</summary>
    /// <returns>False if it is truncated.</returns>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out TaskInfo info)
    {
        info = default;
        if (bytes.Length < Size)
        {
            return false;
        }

        info = new TaskInfo(BinaryPrimitives.ReadInt64LittleEndian(bytes[ResidentAt..]), BinaryPrimitives.ReadInt32LittleEndian(bytes[ThreadsAt..]));
        return true;
    }
}
