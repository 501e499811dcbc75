using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using ProcessProxy.Configuration;
using ProcessProxy.Logs;
using ProcessProxy.Platform.Processes;
using Xunit;

namespace ProcessProxy.Tests.Logs;

/// <summary>A log whose program writes into a pipe.</summary>
public sealed class DrainingAPipe : IDisposable
{
    private readonly LogFolder folder = new();

    private LogSpec Spec => folder.Spec() with { Output = OutputMode.Pipe, PipeFile = Path.Combine(folder.Folder, ".app.output") };

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_was_written_is_in_the_log_when_the_end_of_the_run_is_told()
    {
        IRunLog log = folder.Run(Spec);
        using var output = new Output(log.OpenOutput()!);
        output.Write("one\n");
        log.RunEnded();
        Assert.Equal("one\n", File.ReadAllText(folder.File));
    }

    [Fact]
    public void A_pipe_is_removed_when_nobody_has_it_any_more_and_a_new_run_has_a_new_one()
    {
        IRunLog log = folder.Run(Spec);
        for (var run = 1; run <= 3; run++)
        {
            using (var output = new Output(log.OpenOutput()!))
            {
                Assert.True(File.Exists(Spec.PipeFile));
                output.Write($"{run}\n");
            }

            log.RunEnded();
            Assert.False(File.Exists(Spec.PipeFile));
        }

        Assert.Equal("1\n2\n3\n", File.ReadAllText(folder.File));
    }

    [Fact]
    public void A_pipe_that_something_of_an_earlier_run_has_is_not_replaced()
    {
        IRunLog log = folder.Run(Spec);
        using var output = new Output(log.OpenOutput()!);
        var fault = Assert.Throws<LaunchException>(() => log.OpenOutput());
        Assert.Contains("is still held open", fault.Message, StringComparison.Ordinal);
        output.Write("one\n");
        log.CatchUp();
        Assert.Equal("one\n", File.ReadAllText(folder.File));
    }

    [Fact]
    public void What_cannot_be_written_now_waits_in_the_pipe()
    {
        IRunLog log = folder.Run(Spec);
        using var output = new Output(log.OpenOutput()!);
        Directory.CreateDirectory(folder.File);
        output.Write("one\n");
        log.CatchUp();
        Directory.Delete(folder.File);
        log.CatchUp();
        Assert.Equal("one\n", File.ReadAllText(folder.File));
    }

    [Fact]
    public void A_log_that_somebody_has_moved_is_made_anew()
    {
        IRunLog log = folder.Run(Spec);
        using var output = new Output(log.OpenOutput()!);
        output.Write("one\n");
        log.CatchUp();
        File.Move(folder.File, folder.File + ".moved");
        output.Write("two\n");
        log.CatchUp();
        Assert.Equal(("one\n", "two\n"), (File.ReadAllText(folder.File + ".moved"), File.ReadAllText(folder.File)));
    }

    [Fact]
    public async Task A_pipe_outlives_its_server_with_what_is_in_it()
    {
        IRunLog log = folder.Run(Spec);
        using var output = new Output(log.OpenOutput()!);
        output.Write("one\n");
        log.CatchUp();
        await folder.Store.DisposeAsync();
        output.Write("two\n");
        Assert.Equal("one\n", await File.ReadAllTextAsync(folder.File, TestContext.Current.CancellationToken));

        folder.Kill();
        log = folder.Open(Spec);
        log.Resume();
        log.Recovered(pid: null);
        output.Write("three\n");
        log.CatchUp();
        Assert.Equal("one\ntwo\nthree\n", await File.ReadAllTextAsync(folder.File, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_link_in_the_place_of_the_pipe_is_replaced_and_not_followed()
    {
        var target = Path.Combine(folder.Folder, "target");
        File.WriteAllText(target, "untouched");
        File.CreateSymbolicLink(Spec.PipeFile!, target);
        IRunLog log = folder.Run(Spec);
        log.Recovered(pid: null);
        using var output = new Output(log.OpenOutput()!);
        output.Write("one\n");
        log.CatchUp();
        Assert.Equal(("untouched", "one\n"), (File.ReadAllText(target), File.ReadAllText(folder.File)));
    }

    [Fact]
    public void Moving_allocates_nothing()
    {
        IRunLog log = folder.Run(Spec with { MaxSize = 1 << 30 });
        using var output = new Output(log.OpenOutput()!);
        var bytes = "a line\n"u8.ToArray();
        void Line()
        {
            output.Write(bytes);
            log.CatchUp();
        }

        for (var line = 0; line < 100; line++)
        {
            Line();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var line = 0; line < 1000; line++)
        {
            Line();
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000);
    }

    /// <summary>What a program has as its output.</summary>
    private sealed class Output(SafeHandle held) : IDisposable
    {
        private readonly FileStream file = new(new SafeFileHandle(held.DangerousGetHandle(), ownsHandle: false), FileAccess.Write, bufferSize: 0);

        public void Write(string text) => Write(Encoding.UTF8.GetBytes(text));

        public void Write(byte[] bytes) => file.Write(bytes);

        public void Dispose()
        {
            file.Dispose();
            held.Dispose();
        }
    }
}
