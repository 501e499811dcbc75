using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using ProcessProxy.AspNetCore.Proxy.Forwarding;
using ProcessProxy.AspNetCore.Proxy.Routing;
using Xunit;
using Yarp.ReverseProxy.Forwarder;

namespace ProcessProxy.AspNetCore.Tests.Proxy.Forwarding;

public class ForwardingEndpointTests
{
    [Theory]
    [InlineData(504, ForwarderError.RequestTimedOut, "backend-timeout")]
    [InlineData(502, ForwarderError.Request, "backend-unreachable")]
    [InlineData(400, ForwarderError.RequestBodyClient, "bad-request")]
    public async Task What_went_wrong_on_the_way_is_told_by_its_code(int status, ForwarderError error, string code)
    {
        var context = NewContext();
        using var client = new HttpMessageInvoker(new SocketsHttpHandler());
        await NewEndpoint(new FailingForwarder(status, error), client).InvokeAsync(context);
        Assert.Equal(status, context.Response.StatusCode);
        Assert.Contains($"\"code\":\"{code}\"", Encoding.UTF8.GetString(((MemoryStream)context.Response.Body).ToArray()));
    }

    [Fact]
    public async Task A_client_that_went_away_is_not_answered()
    {
        var context = NewContext();
        context.RequestAborted = new CancellationToken(canceled: true);
        using var client = new HttpMessageInvoker(new SocketsHttpHandler());
        await NewEndpoint(new FailingForwarder(502, ForwarderError.RequestCanceled), client).InvokeAsync(context);
        Assert.Equal(0, context.Response.Body.Length);
    }

    private static ForwardingEndpoint NewEndpoint(IHttpForwarder forwarder, HttpMessageInvoker client) => new(
        forwarder, client, new Backend(new() { Targets = [new("http://localhost:1")] }, "/", TimeProvider.System, new Random(1)), hold: null, NullLogger.Instance);

    private static DefaultHttpContext NewContext()
    {
        var context = new DefaultHttpContext { Response = { Body = new MemoryStream() } };
        Assert.True(RequestTarget.TryParse("/x", out var target));
        RoutedRequest.Set(context.Features, target, new Route(RunningProxy.Route(new Uri("http://localhost:1")), Unanswered.Pipeline));
        return context;
    }

    private sealed class FailingForwarder(int status, ForwarderError error) : IHttpForwarder
    {
        public ValueTask<ForwarderError> SendAsync(
            HttpContext context, string destinationPrefix, HttpMessageInvoker httpClient, ForwarderRequestConfig requestConfig, HttpTransformer transformer)
        {
            context.Response.StatusCode = status;
            return ValueTask.FromResult(error);
        }

        public ValueTask<ForwarderError> SendAsync(
            HttpContext context, string destinationPrefix, HttpMessageInvoker httpClient, ForwarderRequestConfig requestConfig,
            HttpTransformer transformer, CancellationToken cancellationToken) =>
            SendAsync(context, destinationPrefix, httpClient, requestConfig, transformer);
    }
}
