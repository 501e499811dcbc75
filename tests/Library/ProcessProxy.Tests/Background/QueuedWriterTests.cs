using System.Text;
using ProcessProxy.Background;
using Xunit;

namespace ProcessProxy.Tests.Background;

public sealed class QueuedWriterTests
{
    private const int Patience = 20_000;
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);
    private readonly StalledStream output = new();
    private readonly List<long> lost = [];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = Patience)]
    public async Task What_is_written_comes_in_order_and_whole()
    {
        output.GoOn();
        var writer = new QueuedWriter(output, lost.Add);
        for (var line = 0; line < 5000; line++)
        {
            writer.WriteLine($"line {line}");
        }

        writer.Write("é"[0]);
        Assert.True(await Task.Run(() => writer.Close(Long), Cancelled));
        Assert.Equal(string.Concat(Enumerable.Range(0, 5000).Select(line => $"line {line}{writer.NewLine}")) + "é", output.Text);
        Assert.Empty(lost);
    }

    [Fact(Timeout = Patience)]
    public async Task While_nobody_reads_nobody_waits_and_what_is_dropped_is_counted()
    {
        var writer = new QueuedWriter(output, lost.Add);
        var line = new string('x', 1023) + "\n";
        await Task.Run(
            () =>
            {
                for (var written = 0; written < 3000; written++)
                {
                    writer.Write(line);
                }
            },
            Cancelled);
        output.GoOn();
        Assert.True(await Task.Run(() => writer.Close(Long), Cancelled));
        Assert.Equal(3000, (output.Text.Length / line.Length) + lost.Sum());
        Assert.InRange(output.Text.Length, QueuedWriter.MostCharacters - line.Length, QueuedWriter.MostCharacters + line.Length);
    }

    [Fact(Timeout = Patience)]
    public async Task An_output_that_hangs_for_ever_is_not_waited_for_at_the_end()
    {
        var writer = new QueuedWriter(output, lost.Add);
        writer.Write("never read\n");
        Assert.False(await Task.Run(() => writer.Close(TimeSpan.FromMilliseconds(50)), Cancelled));
        output.GoOn();
    }

    [Fact(Timeout = Patience)]
    public async Task An_output_that_is_gone_costs_its_lines_and_nothing_else()
    {
        output.Failure = new IOException("Broken pipe");
        output.GoOn();
        var writer = new QueuedWriter(output, lost.Add);
        writer.Write("lost\n");
        Assert.True(await Task.Run(() => writer.Close(Long), Cancelled));
    }

    /// <summary>Takes nothing until it is told to.</summary>
    private sealed class StalledStream : Stream
    {
        private readonly ManualResetEventSlim mayGoOn = new();
        private readonly StringBuilder text = new();

        public IOException? Failure { get; set; }

        public string Text => text.ToString();

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public void GoOn() => mayGoOn.Set();

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            mayGoOn.Wait(Cancelled);
            if (Failure is { } failure)
            {
                throw failure;
            }

            text.Append(Encoding.UTF8.GetString(buffer));
        }
    }
}
