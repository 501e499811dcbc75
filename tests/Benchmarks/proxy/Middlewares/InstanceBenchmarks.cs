using BenchmarkDotNet.Attributes;
using Microsoft.AspNetCore.Http;

namespace ProcessProxy.Benchmarks.Middlewares;

/// <summary>All that a request goes through before it is sent to one of several instances, beside one whose route has a target.</summary>
public class InstanceBenchmarks
{
    private readonly NoForwarder forwarder = new();
    private DefaultHttpContext request = null!;
    private RequestDelegate target = null!;
    private RequestDelegate one = null!;
    private RequestDelegate eight = null!;
    private RequestDelegate hundred = null!;

    /// <summary>Builds all of them.</summary>
    [GlobalSetup]
    public void Setup()
    {
        request = Subject.Get("/r0/1k");
        target = Pipelines.Ours(1, forwarder);
        one = Pipelines.OfInstances(1, forwarder);
        eight = Pipelines.OfInstances(8, forwarder);
        hundred = Pipelines.OfInstances(100, forwarder);
    }

    /// <summary>A route with a target.</summary>
    [Benchmark(Baseline = true)]
    public Task Target() => Send(target);

    /// <summary>A route to a process with one instance.</summary>
    [Benchmark]
    public Task One() => Send(one);

    /// <summary>The same with eight.</summary>
    [Benchmark]
    public Task Eight() => Send(eight);

    /// <summary>The same with as many as there can be.</summary>
    [Benchmark]
    public Task Hundred() => Send(hundred);

    private Task Send(RequestDelegate pipeline)
    {
        var done = pipeline(request);
        forwarder.Answer();
        return done;
    }
}
