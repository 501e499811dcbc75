using Microsoft.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Proxy.Forwarding.Targets;

/// <summary>Keeps a client at its first target, with a cookie that identifies the target without naming its address.</summary>
/// <param name="name">The name of the cookie.</param>
/// <param name="path">The path of the route.</param>
internal sealed class AffinityCookie(string name, string path)
{
    /// <summary>Returns the previous target of the client, or null if there is none, it no longer exists or takes no more requests.</summary>
    /// <remarks>A route above this one may use the same name for other targets: then browsers send both, the one with the longer path first.</remarks>
    public Target? Find(HttpRequest request, ReadOnlySpan<Target> targets)
    {
        foreach (var line in request.Headers.Cookie)
        {
            for (var rest = line.AsSpan(); !rest.IsEmpty;)
            {
                var end = rest.IndexOf(';');
                var cookie = (end < 0 ? rest : rest[..end]).Trim();
                rest = end < 0 ? [] : rest[(end + 1)..];
                if (cookie.Length > name.Length && cookie[name.Length] == '=' && cookie.StartsWith(name) && WithKey(cookie[(name.Length + 1)..], targets) is { } found)
                {
                    return found;
                }
            }
        }

        return null;
    }

    /// <summary>Tells the client its target.</summary>
    public void Set(HttpContext context, Target target)
    {
        var headers = context.Response.Headers;
        if (headers.SetCookie.Count > 0)
        {
            // The request is sent again: the target that it failed at is not named, too.
            headers.SetCookie = headers.SetCookie.Where(line => !IsOwn(line)).ToArray();
        }

        context.Response.Cookies.Append(
            name, target.Key, new CookieOptions { Path = path, HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps });
    }

    private bool IsOwn(string? line) => line is not null && line.Length > name.Length && line[name.Length] == '=' && line.StartsWith(name, StringComparison.Ordinal);

    private static Target? WithKey(ReadOnlySpan<char> key, ReadOnlySpan<Target> targets)
    {
        foreach (var target in targets)
        {
            if (target.IsOpen && key.SequenceEqual(target.Key))
            {
                return target;
            }
        }

        return null;
    }
}
