using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace ProcessProxy.Platform.MacOS.Native;

/// <summary>Reads values with sysctl(3).</summary>
internal static unsafe class SystemControl
{
    private const int Kernel = 1;
    private const int Arguments = 49;

    // ARG_MAX and the count before it. A smaller buffer would get the end of the data without its beginning.
    private const int ArgumentsLimit = (1024 * 1024) + 4096;

    /// <summary>Returns the ID of the current boot. Unlike the boot time, it does not change when the clock is set.</summary>
    /// <exception cref="InvalidOperationException">The system does not provide it.</exception>
    public static string BootId()
    {
        const int size = 64;
        var buffer = stackalloc byte[size];
        nuint length = size;
        if (LibSystem.SystemControlByName("kern.bootsessionuuid", buffer, &length, null, 0) != 0 || length <= 1)
        {
            throw new InvalidOperationException(
                $"The system does not tell which boot this is: {DarwinErrno.Describe(Marshal.GetLastPInvokeError())}.");
        }

        return Encoding.ASCII.GetString(buffer, (int)length).TrimEnd('\0');
    }

    /// <summary>Returns the mark of the run and the ID from a process's environment, or null if it has none or may not be read.</summary>
    public static (string? Run, string? Id) ReadMarks(int pid)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ArgumentsLimit);
        try
        {
            var name = stackalloc int[] { Kernel, Arguments, pid };
            var length = (nuint)buffer.Length;
            fixed (byte* bytes = buffer)
            {
                return LibSystem.SystemControl(name, 3, bytes, &length, null, 0) == 0
                    ? ProcessArguments.Marks(buffer.AsSpan(0, (int)length))
                    : (null, null);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
