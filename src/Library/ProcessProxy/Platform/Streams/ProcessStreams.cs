namespace ProcessProxy.Platform.Streams;

/// <summary>The standard streams of this process, as .NET provides them. <see cref="StandardStreams"/> and <see cref="Terminal"/> document the members.</summary>
internal class ProcessStreams
{
    public virtual bool IsInputTerminal => !Console.IsInputRedirected;

    public virtual Stream Output() => Console.OpenStandardOutput();

    public virtual Stream Error() => Console.OpenStandardError();
}
