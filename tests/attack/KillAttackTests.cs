using System.Globalization;
using System.Net.Sockets;
using Xunit;

namespace ProcessProxy.Attack;

/// <summary>The server is killed again and again while clients send what must not be done twice.</summary>
public sealed class KillAttackTests
{
    private const int Clients = 8;

    [Fact(Timeout = FaultTable.LongTimeout)]
    public async Task No_post_arrives_twice_and_none_that_was_answered_is_missing_when_the_server_is_killed()
    {
        var kills = FaultTable.Amount(3, 30);
        await using var target = new Target();
        var server = await target.StartAsync();
        var pid = (await server.WaitForAsync("web", RunState.Running)).Pid;
        using var end = new CancellationTokenSource();
        var posts = new Posts();
        var load = Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => posts.SendAsync(target.ProxyPort, end.Token)));
        for (var i = 0; i < kills; i++)
        {
            var goal = posts.Answered + 50;
            await Wait.Until(() => load.IsCompleted || posts.Answered >= goal, "fifty more are answered");
            await server.KillAsync();
            server = await target.StartAsync();
        }

        await end.CancelAsync();
        await load;
        Assert.Equal(pid, (await server.WaitForAsync("web", RunState.Running)).Pid);
        await server.Client.StopAsync("web", TestContext.Current.CancellationToken);
        var noted = target.Project.Lines("logs/web.log").Where(line => line.StartsWith("post ", StringComparison.Ordinal)).ToList();
        Assert.Equal(noted.Count, noted.Distinct().Count());
        Assert.Empty(posts.Confirmed.Except(noted));
        Assert.InRange(noted.Count, posts.Confirmed.Count, posts.Begun);
        FaultTable.Add(
            $"kill -9 of the server under POSTs without pause, {kills} times",
            $"{posts.Begun} begun, {posts.Confirmed.Count} answered, {noted.Count} arrived; 0 twice, 0 answered ones missing, the program never restarted");
    }

    /// <summary>POSTs with a number each, every one sent once on a connection of its own, so that no client of ours repeats one.</summary>
    private sealed class Posts
    {
        private readonly List<string> confirmed = [];
        private int begun;

        public int Begun => Volatile.Read(ref begun);

        public int Answered
        {
            get
            {
                lock (confirmed)
                {
                    return confirmed.Count;
                }
            }
        }

        public IReadOnlyList<string> Confirmed => confirmed;

        public async Task SendAsync(int port, CancellationToken end)
        {
            while (!end.IsCancellationRequested)
            {
                var body = string.Create(CultureInfo.InvariantCulture, $"post {Interlocked.Increment(ref begun)}");
                try
                {
                    var answer = await RawClient.ExchangeAsync(port, $"POST /note HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {body.Length}\r\n\r\n{body}");
                    if (answer.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal))
                    {
                        lock (confirmed)
                        {
                            confirmed.Add(body);
                        }
                    }
                }
                catch (Exception down) when (down is SocketException or IOException)
                {
                    // No server listens just now. What was begun may or may not have arrived.
                    await Task.Delay(10, TestContext.Current.CancellationToken);
                }
            }
        }
    }
}
