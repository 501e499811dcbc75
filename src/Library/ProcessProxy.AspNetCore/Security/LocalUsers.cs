using Microsoft.AspNetCore.Http;
using ProcessProxy.Configuration;
using ProcessProxy.Platform.Files;
using ProcessProxy.Platform.Network;

namespace ProcessProxy.AspNetCore.Security;

/// <summary>
/// The users of this machine with access over TCP if there is no key: the server's own user and root, and the members of a group. If the
/// system does not report callers, all are admitted.
/// </summary>
/// <param name="own">The server's own user.</param>
/// <param name="group">The group whose members also have access, or null.</param>
internal sealed class LocalUsers(uint own, SystemGroup? group)
{
    private const uint Root = 0;

    /// <summary>Returns the users for a configuration.</summary>
    public static LocalUsers Of(ManagementSpec spec) =>
        new(Ownership.OfThisProcess, spec.Group is { } name ? SystemGroup.Find(name) : null);

    /// <summary>Returns whether a user has access; an unknown one does not.</summary>
    public bool Includes(uint? user) => user is { } known && (known == own || known == Root || group?.Has(known) == true);

    /// <summary>Returns why a request is refused, with what to do, or null if it is accepted.</summary>
    public string? Refuse(HttpRequest request)
    {
        if (!TcpPeer.CanBeTold || IsHarmless(request))
        {
            return null;
        }

        // A proxy on this machine, including ours, would lend its own user to everybody.
        if (request.Headers.ContainsKey("X-Forwarded-For") || request.Headers.ContainsKey("Forwarded"))
        {
            return "This request came through a proxy, so the caller is not known. Set management.apiKeyFile and send the key.";
        }

        var user = Caller.Of(request.HttpContext)?.User;
        if (Includes(user))
        {
            return null;
        }

        var allowed = (own == Root, group is null) switch
        {
            (true, true) => "root",
            (true, false) => "root and members of its management.group",
            (false, true) => $"user {own} and root",
            (false, false) => $"user {own}, root and members of its management.group",
        };
        var who = user is null ? "and the calling user is not known" : $"not user {user}";
        return $"Without an API key, only {allowed} can control this server, {who}. Use sudo, or set {(group is null ? "management.group or " : "")}management.apiKeyFile.";
    }

    /// <summary>Returns whether a request reveals nothing and changes nothing: whether the server works.</summary>
    private static bool IsHarmless(HttpRequest request) =>
        request.Path == ApiRoutes.Health && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method));
}
