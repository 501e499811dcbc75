namespace ProcessProxy.Server.Printing;

/// <summary>Standard output does not take what a command prints: the disk is full, or it is closed.</summary>
/// <param name="cause">What the system says.</param>
internal sealed class OutputException(Exception cause)
    : Exception($"Cannot write to standard output: {(cause.InnerException ?? cause).Message.TrimEnd('.')}.", cause);
