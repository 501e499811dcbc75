using Microsoft.AspNetCore.Http;
using ProcessProxy.Platform;

namespace ProcessProxy.AspNetCore.Security;

/// <summary>
/// Which users of this machine may command over TCP when there is no key: the server's own and root, and the members of a group. Where the
/// system does not tell who calls, all are let in.
/// </summary>
/// <param name="own">The server's own user.</param>
/// <param name="group">Whose members may command, too; null for nobody.</param>
/// <param name="hasSocket">Whether there is a socket to use instead.</param>
internal sealed class LocalUsers(uint own, SystemGroup? group, bool hasSocket)
{
    private const uint Root = 0;

    /// <summary>Why a request is refused, with what to do; null when it may pass.</summary>
    public string? Refuse(HttpRequest request)
    {
        if (!TcpPeer.CanBeTold || IsHarmless(request))
        {
            return null;
        }

        // A proxy of this machine, ours among them, would lend its own user to everybody.
        if (request.Headers.ContainsKey("X-Forwarded-For") || request.Headers.ContainsKey("Forwarded"))
        {
            return "This came through a proxy, so it cannot be told who calls. Set management.apiKeyFile and send the key.";
        }

        var user = Caller.Of(request.HttpContext)?.User;
        if (user is { } known && (known == own || known == Root || group?.Has(known) == true))
        {
            return null;
        }

        var who = user is null ? "It cannot be told who calls" : $"User {user} may not command this server";
        var member = group is null ? "a member of management.group" : "a member of its management.group";
        return $"{who}: call as user {own} or as root (sudo){(hasSocket ? $", or as {member} through its socket" : "")}, or set management.apiKeyFile and send the key.";
    }

    /// <summary>What tells nothing and changes nothing: whether the server works.</summary>
    private static bool IsHarmless(HttpRequest request) =>
        request.Path == ApiRoutes.Health && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method));
}
