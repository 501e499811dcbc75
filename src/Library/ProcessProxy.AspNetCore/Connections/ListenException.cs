namespace ProcessProxy.AspNetCore.Connections;

/// <summary>The exception that is thrown when it is not possible to listen on an address. The message contains address and port.</summary>
internal sealed class ListenException(string message, Exception? innerException = null) : IOException(message, innerException)
{
    /// <summary>Gets the port that another program listens on; null if that is not the cause.</summary>
    public int? TakenPort { get; init; }
}
