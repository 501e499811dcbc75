namespace ProcessProxy.Configuration;

/// <summary>Specifies which parts of a process get the stop signal.</summary>
public enum StopTarget
{
    /// <summary>The program and everything in its process group.</summary>
    Group,

    /// <summary>The program alone. The rest of its tree is killed when the program has exited.</summary>
    Main,
}

/// <summary>Specifies how a process is stopped.</summary>
public sealed record StopSpec
{
    /// <summary>Gets the signal that asks the process to stop.</summary>
    /// <value>The default is <c>SIGTERM</c>.</value>
    public string Signal { get; init; } = "SIGTERM";

    /// <summary>Gets the command that asks the process to stop instead of the signal, or null. <see cref="Timeout"/> limits it too.</summary>
    /// <value>The default is null.</value>
    public CommandSpec? Command { get; init; }

    /// <summary>Gets which parts of the process get the signal.</summary>
    /// <value>The default is <see cref="StopTarget.Group"/>.</value>
    public StopTarget SignalTo { get; init; }

    /// <summary>Gets the time the process has to stop before it is killed.</summary>
    /// <value>The default is 10 seconds.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);
}
