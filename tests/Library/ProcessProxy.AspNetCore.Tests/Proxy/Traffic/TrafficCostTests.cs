using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using ProcessProxy.AspNetCore.Proxy.Traffic;
using ProcessProxy.AspNetCore.Tests.Http;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Proxy.Traffic;

public class TrafficCostTests
{
    [Fact]
    public void Counting_a_request_takes_no_memory_while_nobody_exports_metrics()
    {
        using var meter = new Meter("nobody listens to this one");
        var response = new CompletingResponse();
        var context = new DefaultHttpContext();
        context.Features.Set<IHttpResponseFeature>(response);
        context.Features.Set<IPersistentStateFeature>(new ConnectionState());
        var traffic = new RouteTraffic();
        var middleware = new TrafficMiddleware(_ => Task.CompletedTask, traffic, new RouteDurations(meter), "*/", TimeProvider.System);

        // What is made once is made here.
        Serve(100);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Serve(10_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal((10_100L, 0L), (traffic.Requests, traffic.Active));

        void Serve(int requests)
        {
            for (var i = 0; i < requests; i++)
            {
                middleware.InvokeAsync(context);
                response.Complete();
            }
        }
    }

    /// <summary>Calls who waits for the end of the answer, as the server does.</summary>
    private sealed class CompletingResponse : HttpResponseFeature
    {
        private Func<object, Task>? callback;
        private object? state;

        public override void OnCompleted(Func<object, Task> callback, object state) => (this.callback, this.state) = (callback, state);

        public void Complete() => callback!(state!);
    }
}
