using System.Runtime.InteropServices;
using System.Text;

namespace ProcessProxy.Platform.Linux.Processes;

/// <summary>The kernel's own log, which names every process that it kills because memory is low.</summary>
internal static unsafe partial class KernelLog
{
    private const int ReadAll = 3;
    private const int SizeOfBuffer = 10;

    /// <summary>Returns whether it says that this process was killed because memory was low, or null if it may not be read.</summary>
    public static bool? TellsOfKill(int pid)
    {
        var size = Control(SizeOfBuffer, null, 0);
        if (size <= 0)
        {
            return null;
        }

        var buffer = new byte[size];
        int length;
        fixed (byte* start = buffer)
        {
            length = Control(ReadAll, start, size);
        }

        return length < 0 ? null : TellsOfKill(Encoding.UTF8.GetString(buffer, 0, length), pid);
    }

    /// <summary>Returns whether lines of the log say so.</summary>
    internal static bool TellsOfKill(string lines, int pid) => lines.Contains($"Killed process {pid} (", StringComparison.OrdinalIgnoreCase);

    [LibraryImport("libc", EntryPoint = "klogctl")]
    private static partial int Control(int type, byte* buffer, int length);
}
