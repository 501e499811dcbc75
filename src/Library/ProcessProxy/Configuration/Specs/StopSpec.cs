namespace ProcessProxy.Configuration;

/// <summary>Names who of a process is sent the stop signal.</summary>
public enum StopTarget
{
    /// <summary>The program and everything in its process group.</summary>
    Group,

    /// <summary>The program alone. What is left of its tree when it has ended is killed.</summary>
    Main,
}

/// <summary>Decides how a process is ended.</summary>
public sealed record StopSpec
{
    /// <summary>Gets the signal that asks the process to end.</summary>
    /// <value><c>SIGTERM</c>.</value>
    public string Signal { get; init; } = "SIGTERM";

    /// <summary>Gets the command that asks the process to end instead of the signal; null for none. It has <see cref="Timeout"/>, too.</summary>
    /// <value>Null.</value>
    public CommandSpec? Command { get; init; }

    /// <summary>Gets who is sent the signal.</summary>
    /// <value><see cref="StopTarget.Group"/>.</value>
    public StopTarget SignalTo { get; init; }

    /// <summary>Gets how long the process may take to end before it is killed.</summary>
    /// <value>10 seconds.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);
}
