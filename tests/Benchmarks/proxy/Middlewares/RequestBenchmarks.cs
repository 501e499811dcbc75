using BenchmarkDotNet.Attributes;
using Microsoft.AspNetCore.Http;

namespace ProcessProxy.Benchmarks.Middlewares;

/// <summary>All that a request goes through before it is sent. What ours allocates beyond Yarp's is the difference of the two.</summary>
public class RequestBenchmarks
{
    private readonly NoForwarder forwarder = new();
    private DefaultHttpContext request = null!;
    private RequestDelegate ours = null!;
    private RequestDelegate yarp = null!;

    /// <summary>How many routes there are.</summary>
    [Params(1, 100, 10_000)]
    public int Routes { get; set; }

    /// <summary>Builds both.</summary>
    [GlobalSetup]
    public void Setup()
    {
        request = Subject.Get($"/r{Routes / 2}/1k");
        ours = Pipelines.Ours(Routes, forwarder);
        yarp = Pipelines.Yarp(Routes, forwarder);
    }

    /// <summary>Yarp's own.</summary>
    [Benchmark(Baseline = true)]
    public Task Yarp() => Send(yarp);

    /// <summary>Ours.</summary>
    [Benchmark]
    public Task Ours() => Send(ours);

    private Task Send(RequestDelegate pipeline)
    {
        var done = pipeline(request);
        forwarder.Answer();
        return done;
    }
}
