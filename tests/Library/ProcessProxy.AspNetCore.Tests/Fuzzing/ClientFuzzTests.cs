using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Fuzzing;

/// <summary>Whatever a server answers, the client gives what it promises or fails as it promises, and soon.</summary>
public sealed class ClientFuzzTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly Func<HttpProcessClient, Task>[] Calls =
    [
        async client => Complete(await client.ListAsync(Cancelled)),
        async client => Complete([await client.GetAsync("web", Cancelled)]),
        async client => Complete([await client.StopAsync("web", Cancelled)]),
        async client => Assert.NotNull((await client.GetStatusAsync(Cancelled)).Endpoints),
        async client => Assert.DoesNotContain((await client.ReadLogAsync("web", new LogQuery(), Cancelled)).Logs, line => line is { Line: null }),
        async client => Assert.DoesNotContain(await client.ReloadAsync(Cancelled), action => action?.Id is null),
        async client =>
        {
            await foreach (var line in client.FollowLogAsync("web", new LogQuery(), Cancelled))
            {
                Assert.NotNull(line.Line);
            }
        },
        async client =>
        {
            await foreach (var news in client.WatchAsync(cancellationToken: Cancelled))
            {
                Complete([.. news.Processes.Where(process => process is not null)]);
            }
        },
    ];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whatever_a_server_answers_the_client_gives_whole_objects_or_its_own_exception()
    {
        byte[] answer = [];
        await using var server = new ScriptedServer(async exchange =>
        {
            await exchange.Stream.ReadAtLeastAsync(new byte[4096], 1, throwOnEndOfStream: false, exchange.Token);
            await exchange.SendAsync(answer);
        });
        var (good, bad) = (0, 0);
        var count = await Fuzz.RunAsync(400, Patience, async random =>
        {
            answer = HostileAnswers.Next(random);
            using var client = new HttpProcessClient(server.Address);
            try
            {
                await random.Of(Calls)(client);
                good++;
            }
            catch (ProcessProxyException failure)
            {
                Assert.True(failure is { Code.Length: > 0, Message.Length: > 0 } && failure.Problems.All(problem => problem is not null), $"{failure}");
                bad++;
            }
        });
        Assert.True(count < 100 || (good > count / 50 && bad > count / 50), $"{good} good and {bad} bad answers are not both.");
    }

    private static void Complete(IReadOnlyList<ProcessInfo> processes) => Assert.All(processes, process =>
        Assert.True(process is { Id: not null, Name: not null, Reason: not null, PidFile: not null, LogFile: not null, Command: not null, Args: not null, Env: not null }));
}
