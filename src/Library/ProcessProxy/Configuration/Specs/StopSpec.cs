namespace ProcessProxy.Configuration;

/// <summary>Decides how a process is ended.</summary>
public sealed record StopSpec
{
    /// <summary>Gets the signal that asks the process to end.</summary>
    /// <value><c>SIGTERM</c>.</value>
    public string Signal { get; init; } = "SIGTERM";

    /// <summary>Gets how long the process may take to end before it is killed.</summary>
    /// <value>10 seconds.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);
}
