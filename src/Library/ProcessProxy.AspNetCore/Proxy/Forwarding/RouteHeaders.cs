using ProcessProxy.Configuration;

namespace ProcessProxy.AspNetCore.Proxy.Forwarding;

/// <summary>The <c>headers</c> of a route: set on each forwarded request, or removed if the value is empty.</summary>
internal sealed class RouteHeaders
{
    private readonly Entry[] entries;

    /// <summary>Sorts <paramref name="headers"/> by their place in an HTTP message.</summary>
    public RouteHeaders(ValueMap headers)
    {
        using var probe = new HttpRequestMessage();
        entries = [.. headers.Select(header =>
            new Entry(header.Key, header.Value, !probe.Headers.TryAddWithoutValidation(header.Key, "")))];
    }

    /// <summary>Applies them, after all other changes to the request.</summary>
    public void Apply(HttpRequestMessage request)
    {
        foreach (var (name, value, describesContent) in entries)
        {
            // A request without a body has no content for a content header to describe.
            var headers = describesContent ? request.Content?.Headers : (System.Net.Http.Headers.HttpHeaders)request.Headers;
            headers?.Remove(name);
            if (value.Length > 0)
            {
                headers?.TryAddWithoutValidation(name, value);
            }
        }
    }

    private readonly record struct Entry(string Name, string Value, bool DescribesContent);
}
