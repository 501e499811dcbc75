using System.Text;

namespace ProcessProxy.Server.Logging;

/// <summary>What a person sees when the server is up: what it runs, what to open, how to stop it.</summary>
internal static class Banner
{
    public static string Compose(ServerStatus status, IReadOnlyList<ProcessInfo> processes)
    {
        var text = new StringBuilder();
        text.AppendLine($"ProcessProxy {status.Version} is up (pid {status.Pid}).");
        text.AppendLine($"  project     {status.ProjectDirectory}");
        text.AppendLine($"  proxy       {string.Join("  ", new[] { status.Endpoints.Http, status.Endpoints.Https }.OfType<string>())}");
        text.AppendLine($"  management  {(status.Endpoints.Management is { } address ? address + ApiRoutes.Processes : status.Endpoints.Socket)}");
        foreach (var process in processes)
        {
            text.AppendLine($"  process     {process.Id}: {VisibleText.Line(process.Command)}");
        }

        foreach (var route in status.Routes)
        {
            text.AppendLine($"  route       {UrlOf(route, status.Endpoints)} -> {route.Target}{(route.Process is null ? "" : $" ({route.Process})")}");
        }

        text.AppendLine("Ctrl+C stops everything in order; a second Ctrl+C does not wait for what is slow to end.");
        return text.ToString();
    }

    private static string UrlOf(RouteInfo route, ServerEndpoints endpoints)
    {
        var url = new UriBuilder((route.Ssl ? endpoints.Https : endpoints.Http) ?? "http://localhost") { Path = route.Path };
        if (route.Domain is { } domain)
        {
            url.Host = domain.Replace("*.", "any.", StringComparison.Ordinal);
        }

        return url.Uri.ToString();
    }
}
