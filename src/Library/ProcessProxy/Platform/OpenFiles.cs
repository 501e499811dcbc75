using System.Net.Sockets;

namespace ProcessProxy.Platform;

/// <summary>How many files, sockets and the like this program may have open, and has; and which faults are due to there being too many.</summary>
internal static class OpenFiles
{
    private const int Few = 8;

    /// <summary>How many it may have open; null where the system does not tell.</summary>
    public static long? Limit => CurrentPlatform.OpenFiles.Limit;

    /// <summary>How many it has open; null where the system does not tell.</summary>
    public static int? Count => CurrentPlatform.OpenFiles.Count;

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
        IOException refused when CurrentPlatform.OpenFiles.SaysFull(refused) => true,
        OutOfMemoryException => true,
        _ => RanOut(fault.InnerException),
    };
}
