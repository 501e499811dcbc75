using BenchmarkDotNet.Attributes;
using Microsoft.AspNetCore.Http;
using ProcessProxy.AspNetCore.Proxy.Forwarding;
using ProcessProxy.AspNetCore.Proxy.Forwarding.Targets;
using ProcessProxy.AspNetCore.Proxy.Routing;
using ProcessProxy.Configuration;

namespace ProcessProxy.Benchmarks.Middlewares;

/// <summary>The parts that are ours alone, one by one.</summary>
public class PartBenchmarks
{
    private const string Path = "/photos/one?q=1";
    private readonly PathRewriter rewriter = new([new RewriteRule("^/photos/", "/")]);
    private readonly Target target = new(new Uri("http://127.0.0.1:9"), TimeProvider.System);
    private readonly DefaultHttpContext context = Subject.Get(Path);
    private readonly HttpRequestMessage message = new();
    private RouteTable table = null!;

    /// <summary>Builds a table of a thousand routes.</summary>
    [GlobalSetup]
    public void Setup() => table = Pipelines.Table(1000, _ => _ => Task.CompletedTask);

    /// <summary>Reading the target of a request.</summary>
    [Benchmark]
    public bool Parse() => RequestTarget.TryParse(Path, out _);

    /// <summary>Finding one route of a thousand.</summary>
    [Benchmark]
    public object? Find() => table.Find("localhost:8080", "/r500/1k");

    /// <summary>Rewriting a path.</summary>
    [Benchmark]
    public string? Rewrite() => rewriter.Rewrite("/photos/one");

    /// <summary>The address at the backend: what Yarp has to make too.</summary>
    [Benchmark]
    public Uri Address() => target.Address("/one", "?q=1");

    /// <summary>Looking for headers that concern this hop alone.</summary>
    [Benchmark]
    public void Connection() => ConnectionHeaders.Drop(context.Request.Headers);

    /// <summary>Setting <c>X-Forwarded-*</c> anew.</summary>
    [Benchmark]
    public void Forwarded() => ForwardedHeaders.Replace(context, message.Headers);
}
