using Microsoft.AspNetCore.Connections;

namespace ProcessProxy.AspNetCore.Security;

/// <summary>
/// Connections that have not proven their access yet. They are limited in number and time, so that a caller who opens many and sends nothing
/// does not displace operators. Many simultaneous calls are different: each has a moment to be sent.
/// </summary>
/// <param name="connections">The limit on connections in total, on the port and the socket.</param>
/// <param name="isBounded">Whether even for that moment at most twice as many are allowed: then the oldest is closed for the next one.</param>
/// <param name="time">The clock.</param>
internal sealed class UnprovenConnections(int connections, bool isBounded, TimeProvider time)
{
    /// <value>128 silent connections; fewer if few connections are allowed in total.</value>
    public const int Most = 128;

    /// <value>1 second: by then a call has been sent, even on a busy machine.</value>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    /// <value>20 seconds.</value>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    // The port has half of all, and a caller half of that: twice this number.
    private readonly int most = Math.Clamp(connections / 8, 1, Most);
    private readonly Lock gate = new();
    private readonly LinkedList<ConnectionContext> open = [];

    /// <summary>Serves a connection as long as it may continue.</summary>
    public async Task ServeAsync(ConnectionContext connection, Caller caller, ConnectionDelegate next)
    {
        var place = new LinkedListNode<ConnectionContext>(connection);
        Add(place);
        var patience = time.CreateTimer(_ => Close(connection), null, Patience, Timeout.InfiniteTimeSpan);
        var grace = time.CreateTimer(_ => CloseOneTooMany(place), null, Grace, Timeout.InfiniteTimeSpan);
        await using (patience.ConfigureAwait(false))
        await using (grace.ConfigureAwait(false))
        {
            caller.Proven = () =>
            {
                patience.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
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
            if (isBounded && open.Count >= 2 * most)
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

    private void CloseOneTooMany(LinkedListNode<ConnectionContext> place)
    {
        lock (gate)
        {
            if (place.List is null || open.Count <= most)
            {
                return;
            }

            open.Remove(place);
        }

        Close(place.Value);
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
        connection.Abort(new ConnectionAbortedException("No authorized request was sent on this connection."));
}
