using ProcessProxy.Background;
using ProcessProxy.Platform.Streams;
using ProcessProxy.Server.Printing;

namespace ProcessProxy.Server.Logging;

/// <summary>
/// Routes all output of a server through queues that nobody waits for: a blocked output must stop neither the programs
/// nor the requests, nor the end of the server.
/// </summary>
internal sealed class ServerOutput : IDisposable
{
    /// <value>1 second for the rest at the end.</value>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly TextWriter output = Console.Out;
    private readonly TextWriter error = Console.Error;
    private readonly QueuedWriter queuedOutput;
    private readonly QueuedWriter queuedError;

    /// <summary>Inserts the queues.</summary>
    /// <param name="dropped">Called with the number of dropped lines of standard output.</param>
    public ServerOutput(Action<long> dropped)
    {
        queuedOutput = new QueuedWriter(StandardStreams.Output(), dropped);
        queuedError = new QueuedWriter(StandardStreams.Error(), _ => { });
        Console.SetOut(new VisibleWriter(queuedOutput));
        Console.SetError(new VisibleWriter(queuedError));
    }

    public void Dispose()
    {
        Console.SetOut(output);
        Console.SetError(error);
        queuedOutput.Close(Patience);
        queuedError.Close(Patience);
    }
}
