using Microsoft.Extensions.Logging.Abstractions;
using ProcessProxy.Configuration;
using ProcessProxy.Logs;
using ProcessProxy.Logs.Parts;
using ProcessProxy.Platform;
using Xunit;

namespace ProcessProxy.Tests.Logs;

[Collection(nameof(Alone))]
public sealed class EndlessLineTests : IAsyncDisposable
{
    private readonly TempFolder folder = new();
    private readonly LogStore store =
        new(FileChangeSource.Create(TimeProvider.System, NullLogger.Instance), TimeProvider.System, NullLogger.Instance);

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task A_line_without_end_costs_no_memory()
    {
        var log = store.Open("app", new LogSpec { File = folder.File("app.log"), Keep = true, MaxSize = long.MaxValue, MaxFiles = 5 });
        log.PrepareRun();
        var megabyte = new byte[1024 * 1024];
        Array.Fill(megabyte, (byte)'x');
        await using var lines = log.Follow();
        using var program = new HeldLog(folder.File("app.log"));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var n = 0; n < 100; n++)
        {
            program.Write(megabyte);
            for (var piece = 0; piece < 15; piece++)
            {
                Assert.Equal(LogLimits.PieceBytes, (await lines.NextAsync()).Length);
            }
        }

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 20 * 1024 * 1024);
        Assert.InRange((await log.LinesAsync(10_000)).Sum(piece => piece.Length), 1, LogLimits.LineBytes);
    }
}
