using Microsoft.AspNetCore.Http;
using ProcessProxy.Configuration;
using ProcessProxy.Platform.Files;
using ProcessProxy.Platform.Network;

namespace ProcessProxy.AspNetCore.Security;

/// <summary>
/// Which users of this machine may command over TCP when there is no key: the server's own and root, and the members of a group. Where the
/// system does not tell who calls, all are let in.
/// </summary>
/// <param name="own">The server's own user.</param>
/// <param name="group">Whose members may command, too; null for nobody.</param>
internal sealed class LocalUsers(uint own, SystemGroup? group)
{
    private const uint Root = 0;

    /// <summary>The users that a configuration means.</summary>
    public static LocalUsers Of(ManagementSpec spec) =>
        new(Ownership.OfThisProcess, spec.Group is { } name ? SystemGroup.Find(name) : null);

    /// <summary>Whether a user may command; one who cannot be told may not.</summary>
    public bool Includes(uint? user) => user is { } known && (known == own || known == Root || group?.Has(known) == true);

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

    /// <summary>What tells nothing and changes nothing: whether the server works.</summary>
    private static bool IsHarmless(HttpRequest request) =>
        request.Path == ApiRoutes.Health && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method));
}
