using System.Net;
using Microsoft.AspNetCore.Http;
using ProcessProxy.Configuration;
using ProcessProxy.Supervision;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Proxy.Instances;

public class InstanceTests
{
    private const int Timeout = 30_000;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = Timeout)]
    public async Task Requests_are_spread_over_the_instances_that_can_answer()
    {
        await using var one = await Instance.StartAsync(1, "one");
        await using var two = await Instance.StartAsync(2, "two");
        await using var proxy = await RunningProxy.StartAsync(Cancelled, [Instance.Route()]);
        proxy.Readiness.Serve("web", one.Endpoint, two.Endpoint);
        Assert.Equal(["one", "two", "one", "two"], await GetAsync(proxy, 4));
        proxy.Readiness.Serve("web", two.Endpoint);
        Assert.Equal(["two", "two"], await GetAsync(proxy, 2));
        await Wait.Until(() => (one.Endpoint.InFlight, two.Endpoint.InFlight) == (0, 0), "nothing is counted any more");
    }

    [Fact(Timeout = Timeout)]
    public async Task A_request_waits_while_no_instance_can_answer()
    {
        await using var one = await Instance.StartAsync(1, "one");
        await using var proxy = await RunningProxy.StartAsync(Cancelled, [Instance.Route()]);
        proxy.Readiness.Serve("web");
        var answer = proxy.Client.GetStringAsync("/", Cancelled);
        await Wait.Until(() => proxy.Held == 1, "the request is held");
        proxy.Readiness.Serve("web", one.Endpoint);
        Assert.Equal("one", await answer);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_request_waits_while_its_process_has_no_port_yet()
    {
        await using var one = await Instance.StartAsync(1, "one");
        await using var proxy = await RunningProxy.StartAsync(Cancelled, [Instance.Route()]);
        proxy.Readiness.Set("web", RunState.Running);
        var answer = proxy.Client.GetStringAsync("/", Cancelled);
        await Wait.Until(() => proxy.Held == 1, "the request is held");
        proxy.Readiness.Serve("web", one.Endpoint);
        Assert.Equal("one", await answer);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_request_waits_for_the_next_when_the_only_one_has_begun_to_end()
    {
        await using var one = await Instance.StartAsync(1, "one");
        await using var next = await Instance.StartAsync(1, "next");
        await using var proxy = await RunningProxy.StartAsync(Cancelled, [Instance.Route()]);
        proxy.Readiness.Serve("web", one.Endpoint);
        Assert.True(await one.DrainAsync(Cancelled));
        using var content = new StringContent("the body");
        var answer = proxy.Client.PostAsync("/", content, Cancelled);
        await Wait.Until(() => proxy.Held == 1, "the request is held");
        proxy.Readiness.Serve("web", next.Endpoint);
        using var response = await answer;
        Assert.Equal("next", await response.Content.ReadAsStringAsync(Cancelled));
    }

    [Fact(Timeout = Timeout)]
    public async Task When_none_of_them_accepts_connections_the_first_that_does_answers()
    {
        await using var one = new LateBackend();
        await using var two = new LateBackend();
        await using var proxy = await RunningProxy.StartAsync(Cancelled, [Instance.Route()]);
        proxy.Readiness.Serve("web", new InstanceEndpoint(1, one.Port), new InstanceEndpoint(2, two.Port));
        using var content = new StringContent("the body");
        var answer = proxy.Client.PostAsync("/", content, Cancelled);
        await Wait.Until(() => proxy.Held == 1, "the request is held");
        Assert.False(answer.IsCompleted);
        two.Listen();
        using var response = await answer;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal((0, 1), (one.Count, two.Count));
    }

    [Fact(Timeout = Timeout)]
    public async Task Another_list_is_not_suspected_of_what_the_one_before_did()
    {
        await using var dead = new LateBackend();
        await using var one = await Instance.StartAsync(1, "one");
        await using var proxy = await RunningProxy.StartAsync(Cancelled, [Instance.Route()]);
        proxy.Readiness.Serve("web", new InstanceEndpoint(1, dead.Port));
        var answer = proxy.Client.GetStringAsync("/", Cancelled);
        await Wait.Until(() => proxy.Held == 1, "the request is held");
        proxy.Readiness.Serve("web", one.Endpoint);
        Assert.Equal("one", await answer);
    }

    [Fact(Timeout = Timeout)]
    public async Task Of_a_hundred_the_only_one_that_answers_is_found()
    {
        List<LateBackend> dead = [.. Enumerable.Range(0, 99).Select(_ => new LateBackend())];
        await using var last = await Instance.StartAsync(100, "the last");
        await using var proxy = await RunningProxy.StartAsync(Cancelled, [Instance.Route(forward => forward with { AffinityCookie = "at" })]);
        proxy.Readiness.Serve("web", [.. dead.Select((one, index) => new InstanceEndpoint(index + 1, one.Port)), last.Endpoint]);
        using var content = new StringContent("the body");
        using var response = await proxy.Client.PostAsync("/", content, Cancelled);
        Assert.Equal("the last", await response.Content.ReadAsStringAsync(Cancelled));
        Assert.StartsWith("at=100;", response.Headers.GetValues("Set-Cookie").Last(), StringComparison.Ordinal);
        foreach (var one in dead)
        {
            await one.DisposeAsync();
        }
    }

    [Fact(Timeout = Timeout)]
    public async Task An_instance_that_crashes_fails_no_GET_and_its_POST_is_not_sent_twice()
    {
        var (posts, isCrashed) = (0, true);
        async Task AnswerAsync(HttpContext context, string name)
        {
            Interlocked.Add(ref posts, HttpMethods.IsPost(context.Request.Method) ? 1 : 0);
            if (name == "1" && Volatile.Read(ref isCrashed))
            {
                context.Abort();
                return;
            }

            await context.Response.WriteAsync(name, Cancelled);
        }

        List<Instance> all = [];
        foreach (var number in Enumerable.Range(1, 4))
        {
            all.Add(await Instance.StartAsync(number, context => AnswerAsync(context, $"{number}")));
        }

        await using var proxy = await RunningProxy.StartAsync(Cancelled, [Instance.Route(forward => forward with { LoadBalancing = LoadBalancing.First })]);
        proxy.Readiness.Serve("web", [.. all.Select(one => one.Endpoint)]);
        using (var content = new StringContent("the body"))
        {
            using var response = await proxy.Client.PostAsync("/", content, Cancelled);
            Assert.Equal((HttpStatusCode.BadGateway, 1), (response.StatusCode, posts));
        }

        // It has crashed for good: its port refuses connections, and it is still listed.
        await all[0].DisposeAsync();
        Volatile.Write(ref isCrashed, false);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ => Assert.Equal("2", await proxy.Client.GetStringAsync("/", Cancelled))));
        Assert.All(all, one => Assert.Equal(0, one.Endpoint.InFlight));
        foreach (var one in all[1..])
        {
            await one.DisposeAsync();
        }
    }

    [Fact(Timeout = Timeout)]
    public async Task A_GET_whose_instance_breaks_off_is_answered_by_another()
    {
        await using var one = await Instance.StartAsync(1, context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        await using var two = await Instance.StartAsync(2, "two");
        await using var proxy = await RunningProxy.StartAsync(Cancelled, [Instance.Route(forward => forward with { LoadBalancing = LoadBalancing.First })]);
        proxy.Readiness.Serve("web", one.Endpoint, two.Endpoint);
        Assert.Equal(["two", "two"], await GetAsync(proxy, 2));
    }

    [Fact(Timeout = Timeout)]
    public async Task A_client_stays_at_the_number_of_its_instance_when_the_program_is_replaced()
    {
        await using var one = await Instance.StartAsync(1, "one");
        await using var two = await Instance.StartAsync(2, "two");
        await using var next = await Instance.StartAsync(2, "the next two");
        await using var proxy = await RunningProxy.StartAsync(Cancelled, [Instance.Route(forward => forward with { AffinityCookie = "at" })]);
        proxy.Readiness.Serve("web", one.Endpoint, two.Endpoint);
        Assert.Equal(("two", null), await GetWithAsync(proxy, "at=2"));
        proxy.Readiness.Serve("web", one.Endpoint, next.Endpoint);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(("the next two", null), await GetWithAsync(proxy, "at=2"));
        }

        proxy.Readiness.Serve("web", one.Endpoint);
        var (name, cookie) = await GetWithAsync(proxy, "at=2");
        Assert.Equal(("one", "at=1"), (name, cookie?.Split(';')[0]));
    }

    [Fact(Timeout = Timeout)]
    public async Task The_address_of_an_instance_becomes_the_public_one()
    {
        await using var one = await Instance.StartAsync(1, context =>
        {
            context.Response.Headers.Location = $"http://localhost:{context.Connection.LocalPort}/there";
            return Task.CompletedTask;
        });
        await using var proxy = await RunningProxy.StartAsync(Cancelled, [Instance.Route()]);
        proxy.Readiness.Serve("web", one.Endpoint);
        using var response = await proxy.Client.GetAsync("/", Cancelled);
        Assert.Equal(new Uri(proxy.Address, "/there"), response.Headers.Location);
    }

    private static async Task<List<string>> GetAsync(RunningProxy proxy, int times)
    {
        List<string> answers = [];
        for (var i = 0; i < times; i++)
        {
            answers.Add(await proxy.Client.GetStringAsync("/", Cancelled));
        }

        return answers;
    }

    private static async Task<(string Name, string? Cookie)> GetWithAsync(RunningProxy proxy, string cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add("Cookie", cookie);
        using var response = await proxy.Client.SendAsync(request, Cancelled);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadAsStringAsync(Cancelled), response.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies.Last() : null);
    }
}
