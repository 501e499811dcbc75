using System.Buffers;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using ProcessProxy.Background;

namespace ProcessProxy.AspNetCore.Proxy.AccessLog;

/// <summary>
/// Collects lines from all requests and writes them one after the other, in batches if there are many. No request ever waits
/// for it: lines beyond its capacity are dropped, counted and reported.
/// </summary>
internal sealed class AccessLogWriter : IAsyncDisposable
{
    /// <summary>The number of lines that may wait.</summary>
    /// <value>16,384.</value>
    public const int MostLines = 16 * 1024;

    /// <summary>The total size of waiting lines.</summary>
    /// <value>16 MB.</value>
    public const int MostBytes = 16 * 1024 * 1024;

    /// <summary>The time to write the rest when the proxy stops.</summary>
    /// <value>5 seconds.</value>
    public static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);

    /// <summary>The interval of reports about lost lines.</summary>
    /// <value>10 seconds.</value>
    public static readonly TimeSpan SayAgainAfter = TimeSpan.FromSeconds(10);

    private const int BatchBytes = 64 * 1024;

    private readonly IAccessLogSink sink;
    private readonly ILogger log;
    private readonly TimeProvider clock;
    private readonly Channel<Line> lines = Channel.CreateBounded<Line>(new BoundedChannelOptions(MostLines) { SingleReader = true });
    private readonly BackgroundLoop writing;
    private long waitingBytes;
    private long lost;
    private long? saidAt;
    private string? warned;

    /// <summary>Starts the writer.</summary>
    /// <param name="sink">The sink. Disposed with the writer.</param>
    /// <param name="log">The log that reports problems.</param>
    /// <param name="clock">The clock.</param>
    public AccessLogWriter(IAccessLogSink sink, ILogger log, TimeProvider clock)
    {
        this.sink = sink;
        this.log = log;
        this.clock = clock;
        writing = new BackgroundLoop("The access log", end => Task.Run(WriteAllAsync, end), log, clock);
    }

    /// <summary>Accepts a complete line. Never waits.</summary>
    public void Add(ReadOnlySpan<byte> line)
    {
        if (Interlocked.Add(ref waitingBytes, line.Length) <= MostBytes)
        {
            var array = ArrayPool<byte>.Shared.Rent(line.Length);
            line.CopyTo(array);
            if (lines.Writer.TryWrite(new Line(array, line.Length)))
            {
                return;
            }

            ArrayPool<byte>.Shared.Return(array);
        }

        Interlocked.Add(ref waitingBytes, -line.Length);
        Interlocked.Increment(ref lost);
    }

    /// <summary>Writes the rest and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!lines.Writer.TryComplete())
        {
            return;
        }

        try
        {
            await writing.Ended.WaitAsync(StopTimeout, clock).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Nothing can be done about a write that does not return; it must not prevent the programs from being stopped.
            Log.NotFinished(log, sink.Name);
        }
    }

    private async Task WriteAllAsync()
    {
        var batch = new ArrayBufferWriter<byte>(BatchBytes);
        while (await lines.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (WriteBatch(batch))
            {
            }

            SayLost(atOnce: false);
        }

        SayLost(atOnce: true);
        sink.Dispose();
    }

    /// <summary>Writes a batch of waiting lines. Returns false if none waits.</summary>
    private bool WriteBatch(ArrayBufferWriter<byte> batch)
    {
        var count = 0;
        while (batch.WrittenCount < BatchBytes && lines.Reader.TryRead(out var line))
        {
            batch.Write(line.Array.AsSpan(0, line.Length));
            ArrayPool<byte>.Shared.Return(line.Array);
            count++;
        }

        if (count == 0)
        {
            return false;
        }

        try
        {
            sink.Write(batch.WrittenSpan);
            warned = null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Interlocked.Add(ref lost, count);
            if (warned != e.Message)
            {
                warned = e.Message;
                Log.NotWritten(log, sink.Name, e.Message);
            }
        }

        Interlocked.Add(ref waitingBytes, -batch.WrittenCount);
        batch.ResetWrittenCount();
        return true;
    }

    private void SayLost(bool atOnce)
    {
        if (Volatile.Read(ref lost) == 0 || (!atOnce && saidAt is { } before && clock.GetElapsedTime(before) < SayAgainAfter))
        {
            return;
        }

        saidAt = clock.GetTimestamp();
        Log.Lost(log, Interlocked.Exchange(ref lost, 0), sink.Name);
    }

    private readonly record struct Line(byte[] Array, int Length);
}
