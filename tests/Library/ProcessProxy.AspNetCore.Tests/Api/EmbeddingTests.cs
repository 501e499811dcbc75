using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ProcessProxy.AspNetCore.Tests.Contract;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Api;

/// <summary>The API in an application that knows nothing of the rest of us.</summary>
public class EmbeddingTests
{
    [Fact(Timeout = 30_000)]
    public async Task An_application_of_ones_own_serves_the_api_beside_its_own_pages()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        await using var app = builder.Build();
        app.MapGet("/own", () => "own page");
        app.MapProcessProxyApi(new FakeProcessClient()).WithMetadata("marked");
        await app.StartAsync(TestContext.Current.CancellationToken);

        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        Assert.Equal("own page", await http.GetStringAsync("/own", TestContext.Current.CancellationToken));
        using var client = new HttpProcessClient(http.BaseAddress);
        Assert.Equal("web", (await client.GetAsync("web", TestContext.Current.CancellationToken)).Id);
        await foreach (var news in client.WatchAsync(cancellationToken: TestContext.Current.CancellationToken))
        {
            Assert.Equal(ProcessEventKind.Snapshot, news.Kind);
            break;
        }

        await (await http.DeleteAsync("/api/status", TestContext.Current.CancellationToken))
            .FailureAsync(HttpStatusCode.MethodNotAllowed, "method-not-allowed");
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("/nothing", TestContext.Current.CancellationToken)).StatusCode);
        await app.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Conventions_reach_every_call()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore();
        await using var app = builder.Build();
        IEndpointRouteBuilder endpoints = app;
        endpoints.MapProcessProxyApi(new FakeProcessClient()).WithMetadata("marked");
        var mapped = endpoints.DataSources.SelectMany(source => source.Endpoints).ToList();
        Assert.Equal(33, mapped.Count);
        Assert.All(mapped, endpoint => Assert.Contains("marked", endpoint.Metadata.OfType<string>()));
    }
}
