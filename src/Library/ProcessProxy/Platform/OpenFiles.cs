using System.Net.Sockets;

namespace ProcessProxy.Platform;

/// <summary>The number of files, sockets and similar that this program may have open, and has; and the errors that are caused by too many.</summary>
internal static class OpenFiles
{
    private const int Few = 8;

    /// <summary>Gets the limit; null if the system does not report it.</summary>
    public static long? Limit => CurrentPlatform.OpenFiles.Limit;

    /// <summary>Gets the current number; null if the system does not report it.</summary>
    public static int? Count => CurrentPlatform.OpenFiles.Count;

    /// <summary>Gets whether hardly any are left.</summary>
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

    /// <summary>Returns whether an operation failed because this program or its machine has none left, or no memory: this says nothing about other processes.</summary>
    public static bool RanOut(Exception? fault) => fault switch
    {
        null => false,
        SocketException { SocketErrorCode: SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable } => true,
        IOException refused when CurrentPlatform.OpenFiles.SaysFull(refused) => true,
        OutOfMemoryException => true,
        _ => RanOut(fault.InnerException),
    };
}
