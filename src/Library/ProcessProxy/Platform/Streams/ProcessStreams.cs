namespace ProcessProxy.Platform.Streams;

/// <summary>The standard streams of this process, as .NET has them. What each member does is said at <see cref="StandardStreams"/> and <see cref="Terminal"/>.</summary>
internal class ProcessStreams
{
    public virtual bool IsInputTerminal => !Console.IsInputRedirected;

    public virtual Stream Output() => Console.OpenStandardOutput();

    public virtual Stream Error() => Console.OpenStandardError();
}
