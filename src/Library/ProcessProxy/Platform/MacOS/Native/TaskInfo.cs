using System.Buffers.Binary;

namespace ProcessProxy.Platform.MacOS.Native;

/// <summary>What the kernel tells of what a process uses: the part of <c>struct proc_taskinfo</c> that we use.</summary>
/// <param name="Resident">Bytes in memory.</param>
/// <param name="Threads">Its threads.</param>
internal readonly record struct TaskInfo(long Resident, int Threads)
{
    /// <summary>The length of the structure.</summary>
    public const int Size = 96;

    private const int ResidentAt = 8;
    private const int ThreadsAt = 84;

    /// <summary>Reads the structure. Its times are left alone: their unit differs from machine to machine.</summary>
    /// <returns>False when it is cut off.</returns>
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
