using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ProcessProxy.AspNetCore.Api;
using ProcessProxy.AspNetCore.Http;
using ProcessProxy.AspNetCore.Security;
using ProcessProxy.AspNetCore.Security.Sessions;

namespace ProcessProxy.AspNetCore.Dashboard;

/// <summary>The dashboard, and the sessions of the browsers that show it.</summary>
internal static class DashboardEndpoints
{
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];
    private static readonly string[] Posting = [HttpMethods.Post];
    private static readonly string[] OfSession = [HttpMethods.Get, HttpMethods.Head, HttpMethods.Delete];

    /// <summary>Maps the dashboard.</summary>
    /// <param name="endpoints">The endpoints to add to.</param>
    /// <param name="page">The path of the page.</param>
    /// <param name="client">The client that executes the calls of the API.</param>
    /// <param name="signIn">Creates the sign-in that accepts the key in a form; null if nobody must sign in.</param>
    /// <param name="guard">Checks who may call; null if access is checked elsewhere.</param>
    /// <returns>A builder for conventions that apply to all endpoints.</returns>
    public static IEndpointConventionBuilder MapDashboard(
        this IEndpointRouteBuilder endpoints, string page, IProcessClient client, Func<SignIn?> signIn, Func<RequestDelegate, RequestDelegate>? guard = null)
    {
        var api = ApiContext.For(client, endpoints.ServiceProvider);
        var group = endpoints.MapGroup("");
        void Map(string route, string[] methods, RequestDelegate endpoint)
        {
            group.MapMethods(route, methods, Guarded(endpoint));
            group.Map(route, Guarded(Refusals.MethodNotAllowed(methods)));
        }

        RequestDelegate Guarded(RequestDelegate endpoint) => guard is null ? endpoint : guard(endpoint);

        Map(page, Reading, http => signIn() is null || IsKnown(http)
            ? DashboardPages.WriteIndexAsync(http)
            : DashboardPages.WriteSignInAsync(http, StatusCodes.Status200OK, ""));
        Map(DashboardAssets.Folder + "/{**path}", Reading, AssetAsync);
        Map(ApiRoutes.Session, OfSession, http => SessionAsync(http, api, signIn()));
        Map(SignIn.Path, Posting, http => signIn() is { } form ? form.PostAsync(http) : Refusals.NotFoundAsync(http));
        return group;
    }

    /// <summary>Returns whether a request is for what a browser needs to sign in: the page, its files and the target of its form. These reveal nothing.</summary>
    public static bool IsOpen(HttpRequest request, string page) =>
        request.Path == page || request.Path == SignIn.Path || request.Path.StartsWithSegments(DashboardAssets.Folder, StringComparison.Ordinal);

    private static bool IsKnown(HttpContext http) =>
        http.Features.Get<Session>() is not null || http.Request.Headers.Authorization.Count > 0;

    private static Task AssetAsync(HttpContext http) =>
        http.Request.RouteValues["path"] is string path && DashboardAssets.Find(path) is { } asset && !path.EndsWith(".html", StringComparison.Ordinal)
            ? DashboardPages.WriteAsync(http, asset)
            : Refusals.NotFoundAsync(http);

    private static Task SessionAsync(HttpContext http, ApiContext api, SignIn? signIn)
    {
        var session = http.Features.Get<Session>();
        if (HttpMethods.IsDelete(http.Request.Method) && session is not null)
        {
            signIn?.End(http);
            session = null;

            // The session has ended, and with it the context of this call, which still needs a response.
            http.RequestAborted = CancellationToken.None;
        }

        return ApiOutput.WriteAsync(
            http, api.Time, ApiOutput.Json.ApiResponseSessionInfo, new SessionInfo(session is not null, session?.CsrfToken));
    }
}
