namespace ProcessProxy.Benchmarks.Proxy.Loads;

/// <summary>A kind of request, sent as fast as answers come.</summary>
/// <param name="Key">Its name on the command line.</param>
/// <param name="Title">Its name in the table.</param>
/// <param name="Generator">Who sends it.</param>
/// <param name="File">The last segment of the path: what the backend is asked for.</param>
/// <param name="Size">How long the answer is.</param>
/// <param name="Body">How many bytes are posted; 0 for a GET.</param>
internal sealed record Load(string Key, string Title, ILoadGenerator Generator, string File, int Size, int Body)
{
    public static IReadOnlyList<Load> All { get; } =
    [
        new("get1k", "1 KiB GET", new Wrk(), "1k", 1024, 0),
        new("get64k", "64 KiB GET", new Wrk(), "64k", 64 * 1024, 0),
        new("post1k", "1 KiB POST", new Wrk(), "1k", 1024, 1024),
        new("h2", "1 KiB GET, TLS + HTTP/2", new H2Load(), "1k", 1024, 0),
    ];
}
