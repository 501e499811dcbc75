using System.Diagnostics;

namespace ProcessProxy.Benchmarks.Measuring;

/// <summary>A FIFO that a program writes its pid to as the first thing it does.</summary>
internal sealed class Bell : IDisposable
{
    private const int ReadWrite = 2;
    private const int OwnerOnly = 0x180;
    private readonly int fd;

    public Bell(string path)
    {
        Path = path;
        _ = Native.MakeFifo(path, OwnerOnly);

        // For writing too, so that it never ends while nobody else has it open.
        fd = Native.Open(path, ReadWrite, 0);
    }

    public string Path { get; }

    /// <summary>What a program does that rings it: says its pid, then sleeps, all in one process.</summary>
    public string[] Ringer => ["sh", "-c", $"echo $$ > {Path}; exec sleep 1000000"];

    /// <summary>Waits until a program has written.</summary>
    /// <returns>Its pid and when that was read.</returns>
    public unsafe (int Pid, long At) Wait()
    {
        var buffer = stackalloc byte[64];
        var length = Native.Read(fd, buffer, 64);
        var at = Stopwatch.GetTimestamp();
        var text = new ReadOnlySpan<byte>(buffer, (int)Math.Max(length, 0)).TrimEnd((byte)'\n');
        return (int.Parse(text, System.Globalization.CultureInfo.InvariantCulture), at);
    }

    public void Dispose() => _ = Native.Close(fd);
}
