using System.Text;
using Microsoft.AspNetCore.Http;
using ProcessProxy.AspNetCore.Tests.Proxy.Forwarding;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Proxy.Instances;

public class DrainTests
{
    private const int Timeout = 60_000;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = Timeout)]
    public async Task Instances_are_replaced_under_load_and_no_request_fails()
    {
        const int Numbers = 2, Replacements = 10;
        var (gets, posts, arrived) = (0, 0, 0);
        Task<Instance> StartAsync(int number) => Instance.StartAsync(number, async context =>
        {
            var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            Interlocked.Add(ref arrived, HttpMethods.IsPost(context.Request.Method) ? 1 : 0);
            await context.Response.WriteAsync("ok" + Encoding.ASCII.GetString(body.ToArray()), context.RequestAborted);
        });

        List<Instance> all = [await StartAsync(1), await StartAsync(2)];
        await using var proxy = await RunningProxy.StartAsync(Cancelled, [Instance.Route()]);
        proxy.Readiness.Serve("web", [.. all.Select(one => one.Endpoint)]);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var clients = Enumerable.Range(0, 8).Select(async number =>
        {
            while (!enough.IsCancellationRequested)
            {
                if (number % 2 == 0)
                {
                    Assert.Equal("ok", await proxy.Client.GetStringAsync("/", Cancelled));
                    Interlocked.Increment(ref gets);
                    continue;
                }

                using var content = new StringContent("the body");
                using var response = await proxy.Client.PostAsync("/", content, Cancelled);
                Assert.Equal("okthe body", await response.Content.ReadAsStringAsync(Cancelled));
                Interlocked.Increment(ref posts);
            }
        }).ToArray();
        for (var i = 0; i < Replacements; i++)
        {
            var old = all[i % Numbers];
            all[i % Numbers] = await StartAsync((i % Numbers) + 1);
            proxy.Readiness.Serve("web", [.. all.Select(one => one.Endpoint)]);
            Assert.True(await old.DrainAsync(Cancelled));
            await old.DisposeAsync();
            var before = Volatile.Read(ref gets);
            await Wait.Until(() => Volatile.Read(ref gets) > before + 10 || clients.Any(one => one.IsFaulted), "requests are answered");
        }

        await enough.CancelAsync();
        await Task.WhenAll(clients);
        Assert.Equal(posts, arrived);
        foreach (var one in all)
        {
            await one.DisposeAsync();
        }
    }

    [Fact(Timeout = Timeout)]
    public async Task A_slow_upload_is_waited_for()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var old = await Instance.StartAsync(1, async context =>
        {
            var first = await context.Request.BodyReader.ReadAtLeastAsync(5, context.RequestAborted);
            context.Request.BodyReader.AdvanceTo(first.Buffer.Start);
            begun.TrySetResult();
            await context.Request.Body.CopyToAsync(context.Response.Body, context.RequestAborted);
        });
        await using var proxy = await RunningProxy.StartAsync(Cancelled, [Instance.Route()]);
        proxy.Readiness.Serve("web", old.Endpoint);
        using var content = new WrittenContent(async body =>
        {
            await body.WriteAsync("first"u8.ToArray(), Cancelled);
            await body.FlushAsync(Cancelled);
            await more.Task.WaitAsync(Cancelled);
            await body.WriteAsync(" last"u8.ToArray(), Cancelled);
        });
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = content };
        var answering = proxy.Client.SendAsync(request, Cancelled);
        await begun.Task;
        var draining = old.DrainAsync(Cancelled);
        await AssertOthersAreServedAsync(proxy);
        Assert.False(draining.IsCompleted);
        more.SetResult();
        using var response = await answering;
        Assert.Equal("first last", await response.Content.ReadAsStringAsync(Cancelled));
        Assert.True(await draining);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_long_download_is_waited_for()
    {
        var more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var old = await Instance.StartAsync(1, async context =>
        {
            await context.Response.WriteAsync("first", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await more.Task.WaitAsync(context.RequestAborted);
            await context.Response.WriteAsync(" last", context.RequestAborted);
        });
        await using var proxy = await RunningProxy.StartAsync(Cancelled, [Instance.Route()]);
        proxy.Readiness.Serve("web", old.Endpoint);
        using var response = await proxy.Client.GetAsync("/", HttpCompletionOption.ResponseHeadersRead, Cancelled);
        var draining = old.DrainAsync(Cancelled);
        await AssertOthersAreServedAsync(proxy);
        Assert.False(draining.IsCompleted);
        Assert.False(old.Endpoint.Closing.IsCancellationRequested);
        more.SetResult();
        Assert.Equal("first last", await response.Content.ReadAsStringAsync(Cancelled));
        Assert.True(await draining);
    }

    private static async Task AssertOthersAreServedAsync(RunningProxy proxy)
    {
        await using var next = await Instance.StartAsync(1, "next");
        proxy.Readiness.Serve("web", next.Endpoint);
        Assert.Equal("next", await proxy.Client.GetStringAsync("/", Cancelled));
    }
}
