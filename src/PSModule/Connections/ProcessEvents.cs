using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace ProcessProxy.PowerShell.Connections;

/// <summary>Changes of processes as events of a session, for <c>Register-EngineEvent ProcessProxy.ProcessChanged</c>.</summary>
internal static class ProcessEvents
{
    /// <summary>The name of the events.</summary>
    public const string Source = "ProcessProxy.ProcessChanged";

    private static readonly ConditionalWeakTable<ProxyConnection, Watch> Watches = [];

    /// <summary>Raises them from now on until the connection is closed. A second call replaces the first.</summary>
    public static void Raise(ProxyConnection connection, PSEventManager events, Predicate<ManagedProcessChange> isWanted)
    {
        if (Watches.TryGetValue(connection, out var before))
        {
            before.End.Cancel();
        }

        var end = new CancellationTokenSource();
        Watches.AddOrUpdate(connection, new Watch(end, RunAsync(connection, events, isWanted, end.Token)));
    }

    private static async Task RunAsync(ProxyConnection connection, PSEventManager events, Predicate<ManagedProcessChange> isWanted, CancellationToken token)
    {
        try
        {
            await ProcessWatch.RunAsync(
                connection,
                change =>
                {
                    if (isWanted(change))
                    {
                        events.GenerateEvent(Source, connection, [change], extraData: PSObject.AsPSObject(change));
                    }
                },
                token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Another watch of the same connection has replaced it.
        }
        catch (Exception fault)
        {
            connection.Messages.Add(new Bridge.EngineMessage(Bridge.EngineMessageLevel.Warning, $"No more events are raised for {connection}: {fault.Message}"));
        }
    }

    /// <param name="End">Ends the watch.</param>
    /// <param name="Work">The watch, which never fails.</param>
    private sealed record Watch(CancellationTokenSource End, Task Work);
}
