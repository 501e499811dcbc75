using System.Text;

namespace ProcessProxy.Background;

/// <summary>
/// Accepts text for an output that may be blocked: a pipe that nobody reads, a stopped terminal, a journal that hangs. Nobody
/// ever waits for it; text without room is dropped and counted. A separate thread writes.
/// </summary>
internal sealed class QueuedWriter : TextWriter
{
    /// <summary>The number of characters that may wait.</summary>
    /// <value>1,048,576: about ten thousand lines.</value>
    public const int MostCharacters = 1 << 20;

    private readonly object gate = new();
    private readonly Queue<string> queue = new();
    private readonly Stream output;
    private readonly Action<long> dropped;
    private readonly Thread thread;
    private int waiting;
    private long lost;
    private bool isClosed;

    /// <summary>Starts writing.</summary>
    /// <param name="output">The output, in UTF-8.</param>
    /// <param name="dropped">Called with the number of dropped lines when there is room again.</param>
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

    /// <summary>Accepts nothing more and waits, not for long, until everything is written.</summary>
    /// <returns>True if everything is written.</returns>
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
                // The reader has gone, or the terminal was closed. Nobody can be told, and the next write may succeed.
            }

            TellLost();
        }
    }

    /// <summary>Returns the next text, or null if there will be none.</summary>
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

    /// <summary>Reports the loss once half of the room is free, so that there is room for the report.</summary>
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
