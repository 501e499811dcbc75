using Microsoft.AspNetCore.Http;
using ProcessProxy.Configuration;
using ProcessProxy.Supervision;

namespace ProcessProxy.AspNetCore.Tests.Proxy.Instances;

/// <summary>An instance of the process <c>web</c>: a web server, and the address by which the proxy knows it.</summary>
internal sealed class Instance : IAsyncDisposable
{
    private readonly LiveBackend backend;

    private Instance(LiveBackend backend, int number)
    {
        this.backend = backend;
        Endpoint = new InstanceEndpoint(number, backend.Address.Port);
    }

    public InstanceEndpoint Endpoint { get; }

    public Task<bool> DrainAsync(CancellationToken cancellationToken) => Endpoint.DrainAsync(TimeSpan.FromSeconds(20), TimeProvider.System, cancellationToken);

    /// <summary>Starts one that answers as the test says.</summary>
    public static async Task<Instance> StartAsync(int number, RequestDelegate handler) => new(await LiveBackend.StartAsync(handler), number);

    /// <summary>Starts one that answers with a text.</summary>
    public static Task<Instance> StartAsync(int number, string answer) =>
        StartAsync(number, context => context.Response.WriteAsync(answer, context.RequestAborted));

    /// <summary>A route to the instances of the process.</summary>
    public static RouteSpec Route(Func<ForwardSpec, ForwardSpec>? change = null)
    {
        var forward = new ForwardSpec { Process = "web", Hold = new HoldSpec { Timeout = TimeSpan.FromSeconds(25), MaxRequests = 100 } };
        return new RouteSpec { Path = "/", Action = change is null ? forward : change(forward) };
    }

    public ValueTask DisposeAsync() => backend.DisposeAsync();
}
