using Microsoft.AspNetCore.Http;
using ProcessProxy.AspNetCore.Proxy.Answers;
using ProcessProxy.AspNetCore.Proxy.Forwarding;
using ProcessProxy.AspNetCore.Proxy.Holding;
using ProcessProxy.AspNetCore.Proxy.Routing;
using ProcessProxy.Configuration;

namespace ProcessProxy.AspNetCore.Proxy;

/// <summary>Puts together what the requests of one route go through. A route pays for what it uses and for nothing else.</summary>
internal sealed class RoutePipeline(ProxyServices services)
{
    /// <summary>What answers the requests of <paramref name="route"/>. Read from the end: what is put in front last comes first.</summary>
    public RequestDelegate For(Route route)
    {
        var answer = End(route);
        if (route.MissesOnlyItsSlash)
        {
            answer = new SlashRedirectMiddleware(answer).InvokeAsync;
        }

        if (route.Spec.Ssl)
        {
            answer = new HttpsRedirectMiddleware(answer, services.Endpoints).InvokeAsync;
        }

        return answer;
    }

    private RequestDelegate End(Route route) => route.Spec.Type switch
    {
        RouteType.Proxy => Forward(route),
        _ => context => ErrorAnswer.WriteAsync(context, ProxyErrors.NotImplemented),
    };

    private RequestDelegate Forward(Route route)
    {
        RequestDelegate forward = new ForwardingEndpoint(services.Forwarder, services.Client, services.Log).InvokeAsync;
        return route.Spec.Process is null ? forward : new ReadinessMiddleware(forward, services.Readiness, services.Clock).InvokeAsync;
    }
}
