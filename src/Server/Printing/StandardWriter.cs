using System.Text;

namespace ProcessProxy.Server.Printing;

/// <summary>Writes to the console and reports failures in one way, whatever the runtime throws.</summary>
/// <param name="console">The writer of the console.</param>
/// <param name="failed">Called on a failure.</param>
internal sealed class StandardWriter(TextWriter console, Action<Exception> failed) : TextWriter
{
    /// <inheritdoc/>
    public override Encoding Encoding => console.Encoding;

    /// <summary>Creates a writer for results. A command that cannot print its result fails.</summary>
    public static StandardWriter ForOutput() => new(Console.Out, cause => throw new OutputException(cause));

    /// <summary>Creates a writer for problems. If they cannot be printed, only the exit code remains.</summary>
    public static StandardWriter ForErrors() => new(Console.Error, _ => { });

    /// <inheritdoc/>
    public override void Write(char value) => Try(() => console.Write(value));

    /// <inheritdoc/>
    public override void Write(string? value) => Try(() => console.Write(value));

    /// <inheritdoc/>
    public override void WriteLine(string? value) => Try(() => console.WriteLine(value));

    /// <inheritdoc/>
    public override void Flush() => Try(console.Flush);

    private void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            failed(cause);
        }
    }
}
