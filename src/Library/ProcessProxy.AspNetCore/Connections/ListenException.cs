namespace ProcessProxy.AspNetCore.Connections;

/// <summary>The proxy cannot listen where it should. The message names address and port.</summary>
internal sealed class ListenException(string message, Exception? innerException = null) : IOException(message, innerException);
