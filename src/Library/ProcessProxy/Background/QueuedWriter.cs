using System.Text;

namespace ProcessProxy.Background;

/// <summary>
/// Takes text for an output that may not be read: a pipe that nobody drains, a terminal that was stopped, a journal that hangs. Nobody
/// ever waits for it; what it has no room for is dropped and counted. One thread of its own writes.
/// </summary>
internal sealed class QueuedWriter : TextWriter
{
    /// <summary>How many characters may wait to be written.</summary>
    /// <value>1,048,576: some ten thousand lines.</value>
    public const int MostCharacters = 1 << 20;

    private readonly object gate = new();
    private readonly Queue<string> queue = new();
    private readonly Stream output;
    private readonly Action<long> dropped;
    private readonly Thread thread;
    private int waiting;
    private long lost;
    private bool isClosed;

    /// <summary>Begins to write.</summary>
    /// <param name="output">Where the text goes, in UTF-8.</param>
    /// <param name="dropped">Told how many lines were dropped, when there is room again.</param>
    public QueuedWriter(Stream output, Action<long> dropped)
    {
        this.output = output;
        this.dropped = dropped;
        thread = new Thread(Run) { IsBackground = true, Name = "ProcessProxy output" };
        thread.Start();
    }

    /// <inheritdoc/>
    public override Encoding Encoding => Encoding.UTF8;

    /// <inheritdoc/>
    public override void Write(char value) => Write(value.ToString());

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    /// <inheritdoc/>
    public override void WriteLine(string? value) => Write(value + NewLine);

    /// <inheritdoc/>
    public override void Write(string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return;
        }

        lock (gate)
        {
            if (isClosed || value.Length > MostCharacters - waiting)
            {
                lost += Math.Max(1, value.AsSpan().Count('\n'));
                return;
            }

            queue.Enqueue(value);
            waiting += value.Length;
            Monitor.Pulse(gate);
        }
    }

    /// <summary>Takes no more and waits, not for long, until everything is written.</summary>
    /// <returns>Whether it is.</returns>
    public bool Close(TimeSpan patience)
    {
        lock (gate)
        {
            isClosed = true;
            Monitor.Pulse(gate);
        }

        return thread.Join(patience);
    }

    private void Run()
    {
        while (Next() is { } text)
        {
            try
            {
                output.Write(Encoding.UTF8.GetBytes(text));
                output.Flush();
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException or ObjectDisposedException)
            {
                // The reader has gone, or the terminal was closed. There is nobody to tell, and the next write may find somebody.
            }

            TellLost();
        }
    }

    /// <summary>The next text; null when there will be none.</summary>
    private string? Next()
    {
        lock (gate)
        {
            while (queue.Count == 0 && !isClosed)
            {
                Monitor.Wait(gate);
            }

            if (!queue.TryDequeue(out var text))
            {
                return null;
            }

            waiting -= text.Length;
            return text;
        }
    }

    /// <summary>Says what was lost once half of the room is free, so that there is room to say it.</summary>
    private void TellLost()
    {
        long count;
        lock (gate)
        {
            if (lost == 0 || waiting > MostCharacters / 2)
            {
                return;
            }

            (count, lost) = (lost, 0);
        }

        dropped(count);
    }
}
