using Microsoft.AspNetCore.Connections;

namespace ProcessProxy.AspNetCore.Security;

/// <summary>
/// Connections on which nobody has shown yet that he may command. They are few and short, so that who opens many and says nothing takes
/// no place away from operators: to make room, it is the oldest of these that is closed.
/// </summary>
/// <param name="connections">How many connections there may be altogether, on the port and the socket.</param>
/// <param name="time">The clock.</param>
internal sealed class UnprovenConnections(int connections, TimeProvider time)
{
    /// <value>256 connections; fewer where there may be few altogether.</value>
    public const int Most = 256;

    /// <value>20 seconds.</value>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    // A caller has a quarter of all at most, and that is more than this.
    private readonly int most = Math.Clamp(connections / 8, 1, Most);
    private readonly Lock gate = new();
    private readonly LinkedList<ConnectionContext> open = [];

    /// <summary>Serves a connection for as long as it may go on.</summary>
    public async Task ServeAsync(ConnectionContext connection, Caller caller, ConnectionDelegate next)
    {
        var place = new LinkedListNode<ConnectionContext>(connection);
        Add(place);
        var timer = time.CreateTimer(_ => Close(connection), null, Patience, Timeout.InfiniteTimeSpan);
        await using (timer.ConfigureAwait(false))
        {
            caller.Proven = () =>
            {
                timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                Remove(place);
            };
            try
            {
                await next(connection).ConfigureAwait(false);
            }
            finally
            {
                Remove(place);
            }
        }
    }

    private void Add(LinkedListNode<ConnectionContext> place)
    {
        ConnectionContext? oldest = null;
        lock (gate)
        {
            if (open.Count >= most)
            {
                oldest = open.First!.Value;
                open.RemoveFirst();
            }

            open.AddLast(place);
        }

        if (oldest is not null)
        {
            Close(oldest);
        }
    }

    private void Remove(LinkedListNode<ConnectionContext> place)
    {
        lock (gate)
        {
            if (place.List is not null)
            {
                open.Remove(place);
            }
        }
    }

    private static void Close(ConnectionContext connection) =>
        connection.Abort(new ConnectionAbortedException("Nobody has shown on this connection that he may command."));
}
