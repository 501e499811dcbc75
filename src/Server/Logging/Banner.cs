using System.Text;
using ProcessProxy.Configuration;

namespace ProcessProxy.Server.Logging;

/// <summary>The text that a user sees when the server is up: what to open, what it runs, how to stop it.</summary>
internal static class Banner
{
    private const string Everywhere = "*";

    public static string Compose(ServerStatus status, ServerSpec spec)
    {
        var processes = spec.Processes;
        var text = new StringBuilder();
        text.AppendLine($"ProcessProxy {status.Version} is up (pid {status.Pid}).");
        Line("management", status.Endpoints.Management is { } address ? $"{address}/ (dashboard)" : $"{status.Endpoints.Socket} (no dashboard: management.host is none)");
        Line("proxy", string.Join("  ", new[] { status.Endpoints.Http, status.Endpoints.Https }.OfType<string>())
            + (spec.Listen.Host == Everywhere ? " (on every address of this machine)" : ""));
        foreach (var route in status.Routes)
        {
            Line("route", $"{UrlOf(route, status.Endpoints)} -> {route.Target ?? "instances"}{(route.Process is null ? "" : $" ({route.Process})")}");
        }

        foreach (var process in processes.All)
        {
            Line("process", $"{process.Id}: {VisibleText.Line(process.Launch.Command)}{Remark(process)}");
        }

        Line("project", status.ProjectDirectory);
        text.AppendLine(processes.DetachOnExit
            ? "Ctrl+C stops the server. Its programs keep running (settings.onExit is detach)."
            : "Ctrl+C stops the server and its programs. A second Ctrl+C does not wait for slow programs.");
        return text.ToString();

        void Line(string what, string value) => text.AppendLine($"  {what,-11} {value}");
    }

    private static string Remark(ProcessSpec process) =>
        !process.Enabled ? " (disabled)" : process.Schedule is { } schedule ? $" (job: {schedule.Cron})" : "";

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
