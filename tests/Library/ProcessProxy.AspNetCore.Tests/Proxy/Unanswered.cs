using Microsoft.AspNetCore.Http;
using ProcessProxy.AspNetCore.Proxy.Routing;

namespace ProcessProxy.AspNetCore.Tests.Proxy;

/// <summary>For tests of routes that nobody sends a request to.</summary>
internal static class Unanswered
{
    public static RequestDelegate Pipeline(Route route) => _ => throw new InvalidOperationException($"{route.Spec.Path} is asked for.");
}
