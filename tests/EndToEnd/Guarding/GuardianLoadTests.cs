using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace ProcessProxy.EndToEnd.Guarding;

/// <summary>What clients see of the death of a server: those in flight are cut off, all others wait for the next one.</summary>
public sealed class GuardianLoadTests
{
    private const int Deaths = 10;

    /// <summary>So many that the server has been up for a while, and the next one is started at once.</summary>
    private const int Answers = 400;

    private const int Newcomers = 6;
    private const int Regulars = 4;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 170_000)]
    public async Task Deaths_under_load_refuse_nobody_and_every_answer_is_the_programs()
    {
        await using var project = Guarded.Project();
        var port = Ports.Free();
        project.Configure(
            $"web: {{ command: \"{Builds.TestProcess}\", args: [\"serve\"], env: {{ PORT: \"{port}\" }}, healthCheck: {{ enabled: true, path: \"/health\", interval: 1000 }} }}",
            $"- {{ path: /, target: \"http://127.0.0.1:{port}\", process: web }}");
        var guardian = await project.StartAsync();
        var web = await guardian.WaitForAsync("web", info => info.Health == HealthState.Healthy, "is healthy");
        var seen = new Seen();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        Task[] clients =
        [
            .. Enumerable.Range(0, Newcomers).Select(_ => Task.Run(() => ComeAndGoAsync(new Uri(guardian.Proxy), seen, end.Token), Cancelled)),
            .. Enumerable.Range(0, Regulars).Select(_ => Task.Run(() => StayAsync(new Uri(guardian.Proxy), seen, end.Token), Cancelled)),
        ];
        var longest = TimeSpan.Zero;
        for (var death = 0; death < Deaths; death++)
        {
            var before = Stopwatch.GetTimestamp();
            var answered = seen.Answered;
            var server = await guardian.KillServerAsync();
            await Wait.Until(() => seen.LastFrom(before) && seen.Answered > answered + Answers, "clients are answered again");
            Assert.Equal(server, guardian.ServerPid());
            longest = seen.FirstAfter(before) is var first && first > longest ? first : longest;
        }

        await end.CancelAsync();
        await Task.WhenAll(clients);
        TestContext.Current.TestOutputHelper?.WriteLine($"{seen.Answered} answers, {seen.Broken} broken off, longest wait {longest.TotalMilliseconds:F0} ms");
        FaultTable.Add($"kill -9 of the server under load, {Deaths} times", $"0 refused, {seen.Broken} of {seen.Answered} broken off in flight, the longest wait {longest.TotalMilliseconds:F0} ms");
        Assert.Empty(seen.Wrong);
        Assert.InRange(seen.Broken, 0, Deaths * (Newcomers + Regulars));
        Assert.Equal(web.Pid, (await guardian.WaitForAsync("web", RunState.Running)).Pid);
        Assert.Equal(0, await guardian.StopAsync());
    }

    /// <summary>Opens a connection for each request.</summary>
    private static async Task ComeAndGoAsync(Uri address, Seen seen, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(address.Host, address.Port, end);
            }
            catch (SocketException refused)
            {
                seen.Add($"A connection was refused: {refused.SocketErrorCode}");
                continue;
            }
            catch (OperationCanceledException)
            {
                return;
            }

            var asked = Stopwatch.GetTimestamp();
            try
            {
                var stream = client.GetStream();
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET /new HTTP/1.1\r\nHost: {address.Host}\r\nConnection: close\r\n\r\n"), end);
                using var reader = new StreamReader(stream);
                var answer = await reader.ReadToEndAsync(end);
                seen.Hear(answer.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal) && answer.EndsWith("path=/new", StringComparison.Ordinal), answer, asked);
            }
            catch (IOException)
            {
                seen.BreakOff();
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>Keeps a connection open as long as it can.</summary>
    private static async Task StayAsync(Uri address, Seen seen, CancellationToken end)
    {
        using var client = new HttpClient();
        while (!end.IsCancellationRequested)
        {
            var asked = Stopwatch.GetTimestamp();
            try
            {
                using var answer = await client.GetAsync(new Uri(address, "/kept"), end);
                var text = await answer.Content.ReadAsStringAsync(end);
                seen.Hear(answer.StatusCode == HttpStatusCode.OK && text.EndsWith("path=/kept", StringComparison.Ordinal), $"{answer.StatusCode} {text}", asked);
            }
            catch (HttpRequestException refused) when (refused.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused })
            {
                seen.Add("A connection was refused.");
            }
            catch (Exception broken) when (broken is HttpRequestException or IOException)
            {
                seen.BreakOff();
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>What all clients have seen.</summary>
    private sealed class Seen
    {
        private readonly Lock gate = new();
        private readonly List<string> wrong = [];
        private readonly List<(long Asked, long Heard)> answers = [];

        public int Broken { get; private set; }

        public int Answered
        {
            get
            {
                lock (gate)
                {
                    return answers.Count;
                }
            }
        }

        public IReadOnlyList<string> Wrong
        {
            get
            {
                lock (gate)
                {
                    return [.. wrong.Distinct().Take(10)];
                }
            }
        }

        public void Add(string what)
        {
            lock (gate)
            {
                wrong.Add(what);
            }
        }

        public void BreakOff()
        {
            lock (gate)
            {
                Broken++;
            }
        }

        /// <summary>An answer came. An empty one is that of a connection that was closed.</summary>
        public void Hear(bool isRight, string answer, long asked)
        {
            lock (gate)
            {
                if (isRight)
                {
                    answers.Add((asked, Stopwatch.GetTimestamp()));
                }
                else if (answer.Length == 0)
                {
                    Broken++;
                }
                else
                {
                    wrong.Add(answer);
                }
            }
        }

        /// <summary>Whether a request that was made after this was answered.</summary>
        public bool LastFrom(long begin)
        {
            lock (gate)
            {
                return answers.Count > 0 && answers[^1].Asked > begin;
            }
        }

        /// <summary>How long after this the first request that was made after it was answered.</summary>
        public TimeSpan FirstAfter(long begin)
        {
            lock (gate)
            {
                return Stopwatch.GetElapsedTime(begin, answers.First(answer => answer.Asked > begin).Heard);
            }
        }
    }
}
