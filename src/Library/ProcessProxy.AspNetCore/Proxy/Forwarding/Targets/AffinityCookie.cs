using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Proxy.Forwarding.Targets;

/// <summary>Keeps a client at its first target, with a cookie that identifies the target without naming it.</summary>
internal sealed class AffinityCookie
{
    private readonly string name;
    private readonly string path;
    private readonly string[] keys;

    /// <summary>Creates the cookie of a route.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="path">The path of the route.</param>
    /// <param name="targets">The targets, in order.</param>
    public AffinityCookie(string name, string path, IEnumerable<Target> targets)
    {
        this.name = name;
        this.path = path;

        // Derived from the address rather than from the place in the list: adding or removing a target does not move other clients.
        keys = [.. targets.Select(target => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(target.Prefix)).AsSpan(0, 8)))];
    }

    /// <summary>Returns the previous target of the client, or -1 if there is none or it no longer exists.</summary>
    /// <remarks>A route above this one may use the same name for other targets: then browsers send both, the one with the longer path first.</remarks>
    public int Find(HttpRequest request)
    {
        foreach (var line in request.Headers.Cookie)
        {
            for (var rest = line.AsSpan(); !rest.IsEmpty;)
            {
                var end = rest.IndexOf(';');
                var cookie = (end < 0 ? rest : rest[..end]).Trim();
                rest = end < 0 ? [] : rest[(end + 1)..];
                if (cookie.Length > name.Length && cookie[name.Length] == '=' && cookie.StartsWith(name) && IndexOf(cookie[(name.Length + 1)..]) is >= 0 and var found)
                {
                    return found;
                }
            }
        }

        return -1;
    }

    /// <summary>Tells the client its target.</summary>
    public void Set(HttpContext context, int target) => context.Response.Cookies.Append(
        name, keys[target], new CookieOptions { Path = path, HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps });

    private int IndexOf(ReadOnlySpan<char> key)
    {
        for (var target = 0; target < keys.Length; target++)
        {
            if (key.SequenceEqual(keys[target]))
            {
                return target;
            }
        }

        return -1;
    }
}
