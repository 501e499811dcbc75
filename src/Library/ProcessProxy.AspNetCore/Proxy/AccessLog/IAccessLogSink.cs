using ProcessProxy.Logs;
using ProcessProxy.Platform.Streams;

namespace ProcessProxy.AspNetCore.Proxy.AccessLog;

/// <summary>The target of the access log. Used by one writer at a time, which may have to wait.</summary>
internal interface IAccessLogSink : IDisposable
{
    /// <summary>Gets its name in messages.</summary>
    string Name { get; }

    /// <summary>Writes whole lines.</summary>
    /// <exception cref="IOException">They cannot be written now.</exception>
    /// <exception cref="UnauthorizedAccessException">They may not be written.</exception>
    void Write(ReadOnlySpan<byte> lines);
}

/// <summary>A file that is rotated.</summary>
internal sealed class FileSink(string path, long maxSize, int maxFiles) : IAccessLogSink
{
    private readonly RotatingFile file = new(path, maxSize, maxFiles);

    /// <inheritdoc/>
    public string Name => path;

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> lines) => file.Append(lines);

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();
}

/// <summary>The standard output.</summary>
internal sealed class ConsoleSink : IAccessLogSink
{
    private readonly Stream output = StandardStreams.Output();

    /// <inheritdoc/>
    public string Name => "the standard output";

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> lines) => output.Write(lines);

    /// <inheritdoc/>
    public void Dispose() => output.Dispose();
}
