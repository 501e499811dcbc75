using System.Globalization;
using System.Net.Sockets;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform;

/// <summary>How many files, sockets and the like this program may have open, and has; and which faults are due to there being too many.</summary>
public static class OpenFiles
{
    private const int Few = 8;
    private const string Limits = "/proc/self/limits";
    private const string Name = "Max open files";
    private const string Opened = "/proc/self/fd";

    /// <summary>How many it may have open; null where the system does not tell.</summary>
    public static long? Limit
    {
        get
        {
            if (!OperatingSystem.IsLinux() || !File.Exists(Limits))
            {
                return null;
            }

            foreach (var line in File.ReadLines(Limits))
            {
                if (line.StartsWith(Name, StringComparison.Ordinal)
                    && long.TryParse(line[Name.Length..].TrimStart().Split(' ', 2)[0], NumberStyles.None, CultureInfo.InvariantCulture, out var limit))
                {
                    return limit;
                }
            }

            return null;
        }
    }

    /// <summary>How many it has open; null where the system does not tell.</summary>
    public static int? Count => OperatingSystem.IsLinux() && Directory.Exists(Opened) ? Directory.EnumerateFileSystemEntries(Opened).Count() : null;

    /// <summary>Whether hardly any are left.</summary>
    public static bool AreScarce
    {
        get
        {
            try
            {
                return Limit - Count < Few;
            }
            catch (IOException e) when (RanOut(e))
            {
                return true;
            }
        }
    }

    /// <summary>Whether something failed because this program or its machine has none left, or no memory: it says nothing about anybody else.</summary>
    public static bool RanOut(Exception? fault) => fault switch
    {
        null => false,
        SocketException { SocketErrorCode: SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable } => true,
        IOException { HResult: Errno.TooManyFiles or Errno.TooManyFilesInSystem or Errno.OutOfMemory } when !OperatingSystem.IsWindows() => true,
        OutOfMemoryException => true,
        _ => RanOut(fault.InnerException),
    };
}
