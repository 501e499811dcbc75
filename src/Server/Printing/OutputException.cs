namespace ProcessProxy.Server.Printing;

/// <summary>The exception that is thrown when standard output cannot be written: the disk is full, or it is closed.</summary>
/// <param name="cause">The error of the system.</param>
internal sealed class OutputException(Exception cause)
    : Exception($"Cannot write to standard output: {(cause.InnerException ?? cause).Message.TrimEnd('.')}.", cause);
