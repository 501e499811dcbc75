using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ProcessProxy.AspNetCore.Connections;
using ProcessProxy.AspNetCore.Proxy;
using ProcessProxy.AspNetCore.Proxy.Holding;
using ProcessProxy.AspNetCore.Proxy.Routing;
using ProcessProxy.Configuration;
using ProcessProxy.Supervision;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace ProcessProxy.Benchmarks.Middlewares;

/// <summary>What a request goes through before it is sent, ours and Yarp's own, for routes <c>/r0</c>, <c>/r1</c> and so on.</summary>
internal static class Pipelines
{
    private const string Target = "http://127.0.0.1:9";

    /// <summary>Ours, each route with a process and a rewrite rule.</summary>
    public static RequestDelegate Ours(int routes, IHttpForwarder forwarder) => Ours(pipeline => Table(routes, pipeline), null, forwarder);

    private static RequestDelegate Ours(Func<Func<Route, RequestDelegate>, RouteTable> table, int? instances, IHttpForwarder forwarder)
    {
        var services = new ProxyServices(
            forwarder, new HttpMessageInvoker(new SocketsHttpHandler()), new OutgoingAllowance(100, TimeProvider.System),
            new ProcessGates(new AlwaysRunning(instances), TimeProvider.System), () => new ListenEndpoints("127.0.0.1", [], []), new ServiceCollection().BuildServiceProvider(), NullLogger.Instance, TimeProvider.System);
        return new RoutingMiddleware(new CurrentRoutes(table(new RoutePipeline(services).For))).InvokeAsync;
    }

    /// <summary>Ours, one route to so many instances of its process.</summary>
    public static RequestDelegate OfInstances(int instances, IHttpForwarder forwarder) => Ours(
        pipeline => new RouteTable([new RouteSpec { Path = "/r0", Action = new ForwardSpec { Process = "p" }, Rewrite = [new("^/r0/", "/")] }], pipeline),
        instances, forwarder);

    /// <summary>The route table of ours.</summary>
    public static RouteTable Table(int routes, Func<Route, RequestDelegate> pipeline) => new(
        [
            .. Enumerable.Range(0, routes).Select(number => new RouteSpec
            {
                Path = $"/r{number}", Action = new ForwardSpec { Targets = [new Uri(Target)], Process = "p" }, Rewrite = [new($"^/r{number}/", "/")],
            }),
        ],
        pipeline);

    /// <summary>Yarp's, with default settings.</summary>
    public static RequestDelegate Yarp(int routes, IHttpForwarder forwarder)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(forwarder);
        builder.Services.AddReverseProxy().LoadFromMemory(
            [
                .. Enumerable.Range(0, routes).Select(number => new RouteConfig
                {
                    RouteId = $"r{number}", ClusterId = "backend", Match = new RouteMatch { Path = $"/r{number}/{{**rest}}" },
                }),
            ],
            [
                new ClusterConfig
                {
                    ClusterId = "backend",
                    Destinations = new Dictionary<string, DestinationConfig> { ["only"] = new() { Address = Target } },
                },
            ]);
        var app = new ApplicationBuilder(builder.Build().Services);
        app.UseRouting();
        app.UseEndpoints(endpoints => endpoints.MapReverseProxy());
        var pipeline = app.Build();
        return context =>
        {
            // Else the last request's choice would stand.
            context.SetEndpoint(null);
            return pipeline(context);
        };
    }

    private sealed class AlwaysRunning(int? instances) : IProcessReadiness
    {
        private readonly Dictionary<string, ProcessReadiness> processes = new()
        {
            ["p"] = new ProcessReadiness(RunState.Running, HealthState.None, "", null, 1, WillRun: true)
            {
                Endpoints = instances is { } count ? [.. Enumerable.Range(1, count).Select(number => new InstanceEndpoint(number, 20_000 + number))] : null,
            },
        };

        // Nothing ever changes.
        public event Action<string>? Changed
        {
            add { }
            remove { }
        }

        public ProcessReadiness? Find(string id) => processes.GetValueOrDefault(id);
    }
}
