using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using ProcessProxy.Supervision;

namespace ProcessProxy.AspNetCore.Proxy.Forwarding.Targets;

/// <summary>Keeps a client at its first target, with a cookie that identifies the target without naming it.</summary>
/// <param name="name">The name of the cookie.</param>
/// <param name="path">The path of the route.</param>
internal sealed class AffinityCookie(string name, string path)
{
    /// <summary>Returns what the cookie contains for a target.</summary>
    /// <remarks>
    /// For an instance, it is its number, so a client stays there when its program is replaced. For a configured target, it is derived from the address rather than from the place
    /// in the list: adding or removing a target does not move other clients.
    /// </remarks>
    public static string KeyOf(string prefix, InstanceEndpoint? endpoint) => endpoint is not null
        ? endpoint.Instance.ToString(CultureInfo.InvariantCulture)
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(prefix)).AsSpan(0, 8));

    /// <summary>Returns the previous target of the client, or null if there is none or it no longer exists.</summary>
    /// <remarks>A route above this one may use the same name for other targets: then browsers send both, the one with the longer path first.</remarks>
    public Target? Find(HttpRequest request, Target[] targets)
    {
        foreach (var line in request.Headers.Cookie)
        {
            for (var rest = line.AsSpan(); !rest.IsEmpty;)
            {
                var end = rest.IndexOf(';');
                var cookie = (end < 0 ? rest : rest[..end]).Trim();
                rest = end < 0 ? [] : rest[(end + 1)..];
                if (cookie.Length > name.Length && cookie[name.Length] == '=' && cookie.StartsWith(name) && Of(cookie[(name.Length + 1)..], targets) is { } found)
                {
                    return found;
                }
            }
        }

        return null;
    }

    /// <summary>Tells the client its target.</summary>
    public void Set(HttpContext context, Target target) => context.Response.Cookies.Append(
        name, target.AffinityKey, new CookieOptions { Path = path, HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps });

    private static Target? Of(ReadOnlySpan<char> key, Target[] targets)
    {
        foreach (var target in targets)
        {
            if (key.SequenceEqual(target.AffinityKey))
            {
                return target;
            }
        }

        return null;
    }
}
