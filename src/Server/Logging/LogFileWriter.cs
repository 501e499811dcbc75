using System.Text;
using ProcessProxy.Logs;

namespace ProcessProxy.Server.Logging;

/// <summary>Writes whole lines to a file. Not thread-safe.</summary>
internal sealed class LogFileWriter(RotatingFile file) : TextWriter
{
    private readonly StringBuilder pending = new();

    /// <inheritdoc/>
    public override Encoding Encoding => Encoding.UTF8;

    /// <inheritdoc/>
    public override void Write(char value)
    {
        pending.Append(value);
        if (value == '\n')
        {
            WriteLines(pending.Length);
        }
    }

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    /// <inheritdoc/>
    public override void Write(string? value) => Write(value.AsSpan());

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<char> buffer)
    {
        pending.Append(buffer);
        if (buffer.LastIndexOf('\n') is var end and >= 0)
        {
            WriteLines(pending.Length - buffer.Length + end + 1);
        }
    }

    /// <inheritdoc/>
    public override void WriteLine(string? value) => Write(value + NewLine);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            file.Dispose();
        }

        base.Dispose(disposing);
    }

    private void WriteLines(int length)
    {
        try
        {
            file.Append(Encoding.UTF8.GetBytes(pending.ToString(0, length)));
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            // A full disk costs lines of the server's own log, not the server; they cannot be reported elsewhere.
        }

        pending.Remove(0, length);
    }
}
