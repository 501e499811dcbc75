using System.Diagnostics;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using ProcessProxy.AspNetCore.Proxy.Forwarding.Targets;
using ProcessProxy.AspNetCore.Proxy.Holding;

namespace ProcessProxy.AspNetCore.Proxy.Routing;

/// <summary>The request feature that carries what routing found out to those who answer.</summary>
/// <remarks>A connection has one for all its requests, one after the other: nobody may keep it for longer than the request.</remarks>
internal sealed class RoutedRequest
{
    private static readonly object Key = new();
    private RequestTarget target;

    private RoutedRequest(Route route) => Route = route;

    /// <summary>What is asked for. By reference: it is five words long.</summary>
    public ref readonly RequestTarget Target => ref target;

    /// <summary>Who answers.</summary>
    public Route Route { get; private set; }

    /// <summary>The address at the backend; set just before the request is forwarded.</summary>
    public Uri? Destination { get; set; }

    /// <summary>Where among the targets of its route it is sent; set just before the request is forwarded.</summary>
    public Target? SentTo { get; set; }

    /// <summary>The path of its route when that was taken off the front, so that the backend does not see it; else null.</summary>
    public string? StrippedPrefix { get; set; }

    /// <summary>What the request is called at the backend; null before it was forwarded.</summary>
    public string? RequestId { get; set; }

    /// <summary>The trace that was begun for it; null when there is none of ours.</summary>
    public string? TraceParent { get; set; }

    /// <summary>When it came, as a timestamp of the clock.</summary>
    public long Begun { get; set; }

    /// <summary>The request, until it is over.</summary>
    public HttpContext? Context { get; set; }

    /// <summary>The span of sending it on; null when nobody traces it.</summary>
    public Activity? ClientSpan { get; set; }

    /// <summary>Until when the request waits for its process, as a timestamp of the clock; null while it never had to.</summary>
    public long? HoldUntil { get; set; }

    /// <summary>Whether it has been counted as one that waited.</summary>
    public bool IsHeld { get; set; }

    /// <summary>Whether the client has the whole answer of the backend, although its own body may not have come to an end.</summary>
    public bool IsAnswered { get; set; }

    /// <summary>The process that is counting this request as one it is answering; null when none is.</summary>
    public ProcessGate? Entered { get; set; }

    /// <summary>Has the process count it no longer: it is answered, or lasts as long as the process does.</summary>
    public void Leave()
    {
        Entered?.Leave();
        Entered = null;
    }

    /// <summary>Goes on at the route that has taken the place of its own. The time that it has waited counts.</summary>
    public void MoveTo(Route successor)
    {
        Leave();
        Route = successor;
    }

    /// <summary>Puts the request of these features on its route.</summary>
    /// <param name="features">Of the request.</param>
    /// <param name="target">What is asked for.</param>
    /// <param name="route">Who answers.</param>
    public static RoutedRequest Set(IFeatureCollection features, in RequestTarget target, Route route)
    {
        var state = features.Get<IPersistentStateFeature>()?.State;
        RoutedRequest routed;
        if (state is not null && state.TryGetValue(Key, out var kept))
        {
            routed = (RoutedRequest)kept!;
            routed.Route = route;
            routed.Destination = null;
            routed.RequestId = null;
            routed.TraceParent = null;
            routed.ClientSpan = null;
            routed.HoldUntil = null;
            routed.IsHeld = false;
            routed.IsAnswered = false;
            routed.SentTo = null;
            routed.StrippedPrefix = null;
            routed.Entered = null;
        }
        else
        {
            routed = new RoutedRequest(route);
            state?.Add(Key, routed);
        }

        routed.target = target;
        features.Set(routed);
        return routed;
    }
}
