using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Proxy.Forwarding.Targets;

/// <summary>Keeps a client at the target it was first sent to, by a cookie that says which without naming it.</summary>
internal sealed class AffinityCookie
{
    private readonly string name;
    private readonly string path;
    private readonly string[] keys;

    /// <summary>Prepares the cookie of a route.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="path">The path of the route.</param>
    /// <param name="targets">The targets, in order.</param>
    public AffinityCookie(string name, string path, IEnumerable<Target> targets)
    {
        this.name = name;
        this.path = path;

        // Of the address rather than of the place in the list: a target that is added or taken away moves no other's clients.
        keys = [.. targets.Select(target => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(target.Prefix)).AsSpan(0, 8)))];
    }

    /// <summary>The target that the client was sent to before; -1 when it was sent to none, or to one that is there no longer.</summary>
    public int Find(HttpRequest request) => request.Cookies[name] is { } key ? Array.IndexOf(keys, key) : -1;

    /// <summary>Tells the client where it belongs.</summary>
    public void Set(HttpContext context, int target) => context.Response.Cookies.Append(
        name, keys[target], new CookieOptions { Path = path, HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps });
}
