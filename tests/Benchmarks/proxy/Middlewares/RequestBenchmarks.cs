using BenchmarkDotNet.Attributes;
using Microsoft.AspNetCore.Http;

namespace ProcessProxy.Benchmarks.Middlewares;

/// <summary>All that a request goes through before it is sent. What ours allocates beyond Yarp's is the difference of the two.</summary>
public class RequestBenchmarks
{
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
        ours = Pipelines.Ours(Routes, new NoForwarder());
        yarp = Pipelines.Yarp(Routes, new NoForwarder());
    }

    /// <summary>Yarp's own.</summary>
    [Benchmark(Baseline = true)]
    public Task Yarp() => yarp(request);

    /// <summary>Ours.</summary>
    [Benchmark]
    public Task Ours() => ours(request);
}
