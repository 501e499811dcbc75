using ProcessProxy.Logs;
using Xunit;

namespace ProcessProxy.Tests.Logs;

/// <summary>What one run of several wrote last.</summary>
public sealed class LinesOfOneRun : IDisposable
{
    private readonly LogFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Each_run_has_its_own_lines_with_and_without_a_last_newline()
    {
        var first = Run("a 1\na 2\na 3");
        var second = Run("b 1\nb 2\n");
        var silent = Run("");
        folder.Run();
        folder.Write("c 1\n");
        Assert.Equal(["a 1", "a 2", "a 3"], await ReadAsync(first));
        Assert.Equal(["a 2", "a 3"], await ReadAsync(first, 2));
        Assert.Equal(["b 1", "b 2"], await ReadAsync(second));
        Assert.Empty(await ReadAsync(silent));
        Assert.Equal(["a 2", "a 3"], await ReadAsync(first with { Begin = [] }, 2));
    }

    [Fact]
    public async Task Lines_are_found_in_a_file_that_was_rotated_since_and_not_when_that_is_gone()
    {
        var spec = folder.Spec(maxSize: 10, maxFiles: 1);
        var first = Run("first run, long enough\n", spec);
        var second = Run("second run, long enough\n", spec);
        Assert.Equal(["first run, long enough"], await ReadAsync(first, spec: spec));
        var third = Run("third run\n", spec);
        Assert.Empty(await ReadAsync(first, spec: spec));
        Assert.Equal(["second run, long enough"], await ReadAsync(second, spec: spec));
        Assert.Equal(["third run"], await ReadAsync(third, spec: spec));
    }

    [Fact]
    public async Task The_next_server_finds_them_and_the_end_of_a_run_that_it_did_not_watch()
    {
        folder.Run();
        folder.Write("seen\n");
        folder.Kill();
        folder.Append("unseen\n");
        IRunLog log = folder.Open();
        log.RunEnded();
        var run = new RunOutput([], log.Marked);
        folder.Run();
        folder.Write("later\n");
        Assert.Equal(["seen", "unseen"], await ReadAsync(run));
    }

    private RunOutput Run(string text, ProcessProxy.Configuration.LogSpec? spec = null)
    {
        IRunLog log = folder.Run(spec);
        var begin = log.Marked;
        folder.Write(text);
        log.RunEnded();
        return new RunOutput(begin, log.Marked);
    }

    private async Task<string[]> ReadAsync(RunOutput run, int lines = 20, ProcessProxy.Configuration.LogSpec? spec = null) =>
        [.. (await folder.Open(spec).ReadRunAsync(run, lines, TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken)).Select(line => line.Line)];
}
