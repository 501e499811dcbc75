using ProcessProxy.Logs;
using ProcessProxy.Platform;
using ProcessProxy.Platform.Processes;
using Xunit;

namespace ProcessProxy.Tests.Platform.Linux;

/// <summary>A program that writes into a pipe outlives its server, and the next one ends it.</summary>
public sealed class LeftOutputTests : IAsyncDisposable
{
    private const int Patience = 20_000;
    private readonly PlatformBench bench = new();

    private string Pipe => Path.Combine(bench.Folder, ".web.output");

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact(Timeout = Patience)]
    public async Task The_last_lines_are_read_while_the_program_is_ended_so_that_it_does_not_wait_for_a_reader()
    {
        // More than a pipe holds.
        const int Length = 1024;
        const int Lines = 2 * OutputPipe.MostHeld / Length;
        var line = new string('x', Length);
        using var child = Begin(
            $"exec 2>/dev/null; trap 'trap \"\" TERM; n=0; while [ $n -lt {Lines} ]; do echo {line}; n=$((n+1)); done; echo bye; exit 0' TERM; echo up; while :; do sleep 0.02; done");
        var pipe = CurrentPlatform.OutputPipes.FindOf(child.Identity.Pid, Pipe, out var isNamed)!;
        Assert.True(isNamed);
        await using (var output = LeftOutput.Begin("web", pipe, bench.Log.File, bench.Notes, TimeProvider.System)!)
        {
            await bench.WrittenAsync("up");
            await child.EndTreeAsync(new EndTreeRequest(Signals.Number("SIGTERM"), TimeSpan.FromMilliseconds(Patience), Thorough: true), PlatformBench.Cancelled);
            Assert.Equal(new ProcessEnd(0, null), await PlatformBench.EndOf(child));
        }

        string[] read = await File.ReadAllLinesAsync(bench.Log.File, PlatformBench.Cancelled);
        Assert.Equal(("up", Lines, "bye", Lines + 2), (read[0], read.Count(one => one == line), read[^1], read.Length));
    }

    [Fact(Timeout = Patience)]
    public async Task The_pipe_of_a_program_is_found_when_another_pipe_has_its_name()
    {
        using var child = Begin("echo old; exec sleep 1000");
        File.Delete(Pipe);
        var (reader, output) = CurrentPlatform.OutputPipes.Create(Pipe);
        using (reader)
        using (output)
        {
            var pipe = CurrentPlatform.OutputPipes.FindOf(child.Identity.Pid, Pipe, out var isNamed)!;
            Assert.False(isNamed);
            await using (LeftOutput.Begin("web", pipe, bench.Log.File, bench.Notes, TimeProvider.System)!)
            {
                await bench.WrittenAsync("old");
            }
        }

        Assert.Null(CurrentPlatform.OutputPipes.FindOf(child.Identity.Pid, Pipe + ".other", out _));
    }

    /// <summary>Launches a program whose pipe nobody reads.</summary>
    private IChildProcess Begin(string script)
    {
        var (reader, output) = CurrentPlatform.OutputPipes.Create(Pipe);
        using (reader)
        using (output)
        {
            return bench.Shell(script, output);
        }
    }
}
