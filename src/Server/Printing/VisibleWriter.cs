using System.Text;

namespace ProcessProxy.Server.Printing;

/// <summary>Writes text for a terminal, with control characters made visible.</summary>
internal sealed class VisibleWriter(TextWriter output) : TextWriter
{
    /// <inheritdoc/>
    public override Encoding Encoding => output.Encoding;

    /// <inheritdoc/>
    public override void Write(char value) => output.Write(value is '\r' ? "\r" : VisibleText.Of(value.ToString()));

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    /// <inheritdoc/>
    public override void Write(string? value) => output.Write(VisibleText.Of(value));

    /// <inheritdoc/>
    public override void WriteLine() => output.WriteLine();

    /// <inheritdoc/>
    public override void WriteLine(string? value) => output.WriteLine(VisibleText.Of(value));

    /// <inheritdoc/>
    public override void Flush() => output.Flush();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            output.Dispose();
        }

        base.Dispose(disposing);
    }
}
