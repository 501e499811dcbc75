namespace ProcessProxy.AspNetCore.Connections;

/// <summary>An address cannot be listened on. The message names address and port.</summary>
internal sealed class ListenException(string message, Exception? innerException = null) : IOException(message, innerException);
