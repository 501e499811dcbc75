using ProcessProxy.Configuration;
using Xunit;

namespace ProcessProxy.Tests.Configuration;

public sealed class RoutePlanTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_restart_names_the_routes_of_its_process() => Assert.Equal(
        [("web", ReloadActionKind.Restart, "env.PORT 1 → 2", "example.org/a,/b")],
        Plan(
            Load("  web: {command: x, env: {PORT: '1'}}", "- {domain: example.org, path: /a, process: web, target: http://a}", "- {path: /b, process: web, target: http://a}"),
            Load("  web: {command: x, env: {PORT: '2'}}", "- {domain: example.org, path: /a, process: web, target: http://a}", "- {path: /b, process: web, target: http://a}")));

    [Fact]
    public void A_change_that_requests_do_not_notice_names_no_route() => Assert.Equal(
        [("web", ReloadActionKind.Update, "restartDelay 2000 → 1", "")],
        Plan(
            Load("  web: {command: x}", "- {process: web, target: http://a}"),
            Load("  web: {command: x, restartDelay: 1}", "- {process: web, target: http://a}")));

    [Fact]
    public void A_changed_route_belongs_to_its_process() => Assert.Equal(
        [("web", ReloadActionKind.None, "unchanged", "/")],
        Plan(Load("  web: {command: x}", "- {process: web, target: http://a}"), Load("  web: {command: x}", "- {process: web, target: http://b}")));

    [Fact]
    public void Routes_without_a_process_are_a_change_of_their_own() => Assert.Equal(
        [("web", ReloadActionKind.None, "unchanged", ""), (null, ReloadActionKind.Update, "routes changed", "/old,/new")],
        Plan(Load("  web: {command: x}", "- {path: /old, target: http://a}"), Load("  web: {command: x}", "- {path: /new, target: http://a}")));

    [Fact]
    public void Nothing_changed_is_nothing_to_do() => Assert.Equal(
        [("web", ReloadActionKind.None, "unchanged", "")],
        Plan(Load("  web: {command: x}", "- {target: http://a}"), Load("  web: {command: x}", "- {target: http://a}")));

    [Fact]
    public void What_a_running_server_keeps_as_it_was_is_said() => Assert.Equal(
        [("web", ReloadActionKind.None, "unchanged", ""), (null, ReloadActionKind.None, "port changed: it takes effect when the server is restarted", "")],
        Plan(Load("  web: {command: x}"), Load("  web: {command: x}") with { Listen = new() { Port = 1 } }));

    [Theory]
    [InlineData("trustedProxies: [10.0.0.0/8]", "", "trustedProxies [] → [10.0.0.0/8]")]
    [InlineData("reload: manual", "", "reload auto → manual")]
    [InlineData("tls: { selfSigned: true }", "", "tls.selfSigned false → true")]
    [InlineData("tls: { certificates: [{ domains: [a.example], pfxFile: a.pfx }] }", "", "tls.certificates changed")]
    [InlineData("tls: { acme: { acceptTerms: true, email: a@b.example } }", "", "tls.acme.acceptTerms none → true, tls.acme.email none → a@b.example")]
    [InlineData("", "onExit: detach", "settings.onExit stop → detach")]
    [InlineData("", "logging: { logHealthChecks: true, logRestarts: false }", "settings.logging.logHealthChecks false → true, settings.logging.logRestarts true → false")]
    public void What_changes_of_the_server_as_a_whole_is_said(string server, string settings, string because)
    {
        var plan = Plan(Given.Valid(Given.Texts("routes: []\n")), Given.Valid(Given.Texts($"routes: []\n{server}\nsettings: {{ {settings} }}\n")));
        Assert.Contains((null, ReloadActionKind.Update, because), plan.Select(change => (change.Item1, change.Item2, change.Item3.Split(", tls.acme.directory")[0])));
    }

    [Fact]
    public void The_routes_of_a_stopped_process_do_not_notice_that_it_will_be_started_differently()
    {
        var (before, after) = (Load("  web: {command: x}", "- {target: http://a, process: web}"), Load("  web: {command: y}", "- {target: http://a, process: web}"));
        var change = Assert.Single(RoutePlan.Plan(before, after, before, (action, _) => action with { Action = ReloadActionKind.Update }));
        Assert.Empty(change.RoutesAffected);
    }

    private static IEnumerable<(string?, ReloadActionKind, string, string)> Plan(ServerSpec current, ServerSpec updated) =>
        RoutePlan.Plan(current, updated, current, (action, _) => action).Select(change => (change.Process, change.Action, change.Because, string.Join(',', change.RoutesAffected)));

    private ServerSpec Load(string processes, params string[] routes)
    {
        File.WriteAllText(Path.Combine(folder.Path, "processes.yaml"), $"processes:\n{processes}\n");
        File.WriteAllText(Path.Combine(folder.Path, "proxy.yaml"), $"processConfigFile: processes.yaml\nroutes:\n{string.Join('\n', routes)}\n");
        var (spec, problems) = new ConfigurationLoader(Path.Combine(folder.Path, "proxy.yaml")).Load();
        Assert.Empty(problems);
        return spec!;
    }
}
