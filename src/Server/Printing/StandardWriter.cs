using System.Text;

namespace ProcessProxy.Server.Printing;

/// <summary>Writes to the console and says in one way that this fails, whatever the runtime throws.</summary>
/// <param name="console">The writer of the console.</param>
/// <param name="failed">Told of a failure.</param>
internal sealed class StandardWriter(TextWriter console, Action<Exception> failed) : TextWriter
{
    /// <inheritdoc/>
    public override Encoding Encoding => console.Encoding;

    /// <summary>A writer for answers. A command that cannot give its answer fails.</summary>
    public static StandardWriter ForOutput() => new(Console.Out, cause => throw new OutputException(cause));

    /// <summary>A writer for problems. Where they cannot be printed, the exit code is all that is left to say.</summary>
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
