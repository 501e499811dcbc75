using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using ProcessProxy.AspNetCore.Proxy.AccessLog;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Proxy.AccessLog;

public class AccessLogWriterTests
{
    private const int Timeout = 30_000;

    [Fact(Timeout = Timeout)]
    public async Task Lines_come_in_order_and_the_last_ones_are_written_before_the_end()
    {
        var sink = new StubSink();
        var writer = new AccessLogWriter(sink, new Messages(), new FakeTimeProvider());
        for (var i = 0; i < 10_000; i++)
        {
            writer.Add(Encoding.ASCII.GetBytes($"{i}\n"));
        }

        await writer.DisposeAsync().AsTask().WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(string.Concat(Enumerable.Range(0, 10_000).Select(i => $"{i}\n")), sink.Text);
        Assert.True(sink.IsDisposed);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_line_is_written_at_once_when_nothing_else_is_to_be()
    {
        var sink = new StubSink();
        await using var writer = new AccessLogWriter(sink, new Messages(), new FakeTimeProvider());
        writer.Add("one\n"u8);
        await sink.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal("one\n", sink.Text);
    }

    [Theory(Timeout = Timeout)]
    [InlineData(10, AccessLogWriter.MostLines)]
    [InlineData(64 * 1024, AccessLogWriter.MostBytes / (64 * 1024))]
    public async Task While_a_sink_hangs_so_much_waits_and_the_rest_is_counted(int length, int most)
    {
        var token = TestContext.Current.CancellationToken;
        var (sink, messages) = (new StubSink(), new Messages());
        sink.Hang();
        var writer = new AccessLogWriter(sink, messages, new FakeTimeProvider());
        var line = Encoding.ASCII.GetBytes(new string('x', length - 1) + "\n");
        writer.Add(line);
        await sink.WaitAsync(token);
        for (var i = 0; i < most + 99; i++)
        {
            writer.Add(line);
        }

        sink.GoOn();
        await writer.DisposeAsync();
        var written = sink.Text.Length / length;
        Assert.InRange(written, most - 1, most + 1);
        Assert.Equal($"{most + 100 - written} lines of the access log were lost: the stub was not writable, or too slow", Assert.Single(messages.All));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_sink_that_fails_is_complained_of_once_and_used_again_when_it_works()
    {
        var token = TestContext.Current.CancellationToken;
        var (sink, messages, clock) = (new StubSink(), new Messages(), new FakeTimeProvider());
        var writer = new AccessLogWriter(sink, messages, clock);
        sink.Failure = new IOException("No space left on device.");
        for (var i = 0; i < 3; i++)
        {
            writer.Add("lost\n"u8);
            await sink.WaitAsync(token);
        }

        sink.Failure = null;
        clock.Advance(AccessLogWriter.SayAgainAfter);
        writer.Add("kept\n"u8);
        await sink.WaitAsync(token);
        await writer.DisposeAsync();
        Assert.Equal("kept\n", sink.Text);
        Assert.Equal("The access log cannot be written to the stub; requests are still answered: No space left on device.", messages.All[0]);
        Assert.Equal(3, messages.All.Skip(1).Sum(message => int.Parse(message.Split(' ')[0])));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_failure_that_nobody_thought_of_is_not_the_end_of_the_access_log()
    {
        var token = TestContext.Current.CancellationToken;
        var (sink, messages, clock) = (new StubSink(), new Messages(), new FakeTimeProvider());
        await using var writer = new AccessLogWriter(sink, messages, clock);
        sink.Failure = new InvalidOperationException("nobody thought of this");
        writer.Add("lost\n"u8);
        await sink.WaitAsync(token);
        sink.Failure = null;
        writer.Add("kept\n"u8);
        await Wait.Passing(() => clock.Advance(TimeSpan.FromSeconds(1)), () => sink.Text.Length > 0);

        Assert.Equal("kept\n", sink.Text);
        Assert.Equal("The access log failed because of an internal error and restarts in 1 s", messages.All[0]);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_sink_that_hangs_for_ever_does_not_keep_the_proxy_from_stopping()
    {
        var (sink, messages, clock) = (new StubSink(), new Messages(), new FakeTimeProvider());
        sink.Hang();
        var writer = new AccessLogWriter(sink, messages, clock);
        writer.Add("one\n"u8);
        await sink.WaitAsync(TestContext.Current.CancellationToken);
        var stopping = writer.DisposeAsync().AsTask();
        Assert.False(stopping.IsCompleted);
        clock.Advance(AccessLogWriter.StopTimeout);
        await stopping;
        Assert.Equal("The last lines of the access log are not written: the stub takes too long", Assert.Single(messages.All));
        sink.GoOn();
    }

    /// <summary>Keeps what it gets, and hangs or fails when it is told to.</summary>
    private sealed class StubSink : IAccessLogSink
    {
        private readonly StringBuilder text = new();
        private readonly SemaphoreSlim called = new(0);
        private readonly ManualResetEventSlim mayGoOn = new(true);

        public string Name => "the stub";

        public volatile Exception? Failure;

        public bool IsDisposed { get; private set; }

        public string Text
        {
            get
            {
                lock (text)
                {
                    return text.ToString();
                }
            }
        }

        public void Hang() => mayGoOn.Reset();

        public void GoOn() => mayGoOn.Set();

        public Task WaitAsync(CancellationToken cancellationToken) => called.WaitAsync(cancellationToken);

        public void Write(ReadOnlySpan<byte> lines)
        {
            try
            {
                if (Failure is { } failure)
                {
                    throw failure;
                }

                lock (text)
                {
                    text.Append(Encoding.ASCII.GetString(lines));
                }
            }
            finally
            {
                called.Release();
                mayGoOn.Wait();
            }
        }

        public void Dispose() => IsDisposed = true;
    }
}
