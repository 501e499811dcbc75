using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using ProcessProxy.AspNetCore.Dashboard;
using ProcessProxy.AspNetCore.Http;
using ProcessProxy.AspNetCore.Security;
using ProcessProxy.AspNetCore.Security.Sessions;
using ProcessProxy.Configuration;

namespace ProcessProxy.AspNetCore.Management;

/// <summary>
/// Protects the management API in the pipeline of an application, whose listeners may be open to the world. With a key, every call must send it.
/// Without a key, only users of this machine that the system identifies have access, and neither pages of other sites nor requests through a proxy.
/// </summary>
/// <param name="spec">Returns the access settings, once the configuration has been read.</param>
/// <param name="time">The clock.</param>
internal sealed class MappedManagement(Func<ManagementSpec> spec, TimeProvider time) : IDisposable
{
    /// <summary>The headers of a request that came through a proxy. Its sender is not at the other end of the connection.</summary>
    private static readonly string[] ProxyHeaders =
        ["Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Original-For", "X-Original-Host", "X-Original-Proto", "X-Real-IP"];

    private readonly SessionStore sessions = new(time);
    private readonly SignInAttempts attempts = new(time);
    private readonly LocalCallers callers = new("localhost");
    private Way? way;

    /// <summary>Gets or sets the path of the dashboard; null until it is mapped.</summary>
    public string? Page { get; set; }

    /// <summary>Gets or sets whether the API is mapped.</summary>
    public bool HasApi { get; set; }

    /// <summary>Gets which calls have mapped something, and where.</summary>
    public HashSet<(object Endpoints, string Call)> Calls { get; } = [];

    /// <summary>Gets the sign-in that accepts the key in a form; null if there is no key.</summary>
    public SignIn? SignIn => Now.SignIn;

    private Way Now => way ??= Find();

    /// <summary>Wraps an endpoint with the access check.</summary>
    public RequestDelegate Guard(RequestDelegate endpoint) => http =>
        Now is { Keys: { } keys } ? keys.CallAsync(http, endpoint)
        : Refuse(http, Now.Users) is { } reason ? ApiOutput.WriteFailureAsync(http, ErrorCodes.Forbidden, reason)
        : endpoint(http);

    /// <summary>Refuses a dashboard whose calls nobody answers.</summary>
    /// <exception cref="InvalidOperationException">The dashboard is mapped without the API.</exception>
    public void CheckPage()
    {
        if (Page is not null && !HasApi)
        {
            throw new InvalidOperationException("The dashboard needs the API: call app.MapProcessProxyApi() as well as app.MapProcessProxyDashboard().");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => sessions.Dispose();

    private Way Find()
    {
        var management = spec();
        if (string.IsNullOrEmpty(management.ApiKey))
        {
            return new(null, null, LocalUsers.Of(management));
        }

        var key = new ApiKey(management.ApiKey);
        return new(
            new KeyGuard(key, sessions, attempts, request => Page is { } page && DashboardEndpoints.IsOpen(request, page)),
            new SignIn(key, sessions, attempts, Page ?? "/", DashboardPages.WriteSignInAsync), LocalUsers.Of(management));
    }

    private string? Refuse(HttpContext http, LocalUsers users)
    {
        // The connection itself is checked: middleware before this one may have replaced the address by that of a header.
        var (remote, local) = EndsOf(http);
        if (remote is null || local is null || !Caller.IsWithin(remote.Address, local.Address)
            || ProxyHeaders.Any(http.Request.Headers.ContainsKey))
        {
            return "Without a key, only a direct connection from this machine may command. Set management.apiKeyFile and send the key.";
        }

        http.Features.Set(Caller.OverTcp(remote, local, isAsked: true));
        return callers.Refuse(http.Request) ?? users.Refuse(http.Request);
    }

    private static (IPEndPoint? Remote, IPEndPoint? Local) EndsOf(HttpContext http)
    {
        try
        {
            var socket = http.Features.Get<IConnectionSocketFeature>()?.Socket;
            return (socket?.RemoteEndPoint as IPEndPoint, socket?.LocalEndPoint as IPEndPoint);
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            return (null, null);
        }
    }

    /// <summary>Creates the access check.</summary>
    private sealed record Way(KeyGuard? Keys, SignIn? SignIn, LocalUsers Users);
}
