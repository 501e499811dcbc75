using ProcessProxy.Configuration;
using Xunit;

namespace ProcessProxy.Tests.Configuration;

public sealed class InstanceSpecTests
{
    private static readonly Dictionary<string, string> Variables = new() { ["ODD"] = "${PORT}${HOME}", ["PORT"] = "1", ["INSTANCE"] = "server" };

    [Fact]
    public void The_only_instance_of_a_process_without_these_keys_is_the_process_itself()
    {
        var process = Given.Process(Given.Web("args: ['${PORT}', '$${INSTANCE}']", "env: { A: '${PORT}' }"), Variables);

        Assert.Same(process, InstanceSpec.Of(process, 1, null, isNext: false));
        Assert.Equal(["${PORT}", "$${INSTANCE}"], process.Launch.Args);
        Assert.Equal("1", process.Launch.Env["A"]);
    }

    [Fact]
    public void Each_instance_has_its_own_values_in_its_texts()
    {
        var process = Process(
            "port: auto", "portVariable: WEB_PORT", "instances: 3", "args: ['--port=${PORT}', '$${PORT}', '${HOME}', '$${HOME}', '${INSTANCE}/${PORT:-1}']", "cwd: data/${INSTANCE}",
            "env: { URL: 'http://localhost:${PORT}/${INSTANCE}', LITERAL: '$${PORT}', ODD: '${ODD}' }", "pidFile: run/web-${INSTANCE}.pid",
            "preStart: { command: first, args: ['${PORT}'] }", "stopCommand: { command: bye, args: ['${INSTANCE}'] }");

        var second = InstanceSpec.Of(process, 2, 20_001, isNext: false);

        Assert.Equal(["--port=20001", "${PORT}", "${HOME}", "$${HOME}", "2/${PORT:-1}"], second.Launch.Args);
        Assert.Equal("/srv/app/data/2", second.Launch.Cwd);
        Assert.Equal("/srv/app/run/web-2.pid", second.Launch.PidFile);
        Assert.Equal(
            new ValueMap(
            [
                new("URL", "http://localhost:20001/2"), new("LITERAL", "${PORT}"), new("ODD", "${PORT}${HOME}"), new("WEB_PORT", "20001"), new("PROCESSPROXY_INSTANCE", "2"),
            ]),
            second.Launch.Env);
        Assert.Equal(("20001", "2"), (second.PreStart!.Command.Args[0], second.Stop.Command!.Args[0]));
        Assert.Equal(("web", process), (second.Id, second.Process));
    }

    [Fact]
    public void The_process_shows_its_texts_as_written()
    {
        var process = Process("port: auto", "args: ['${PORT}']", "cwd: ${PORT:-x}", "env: { URL: ':${PORT}', LITERAL: '$${PORT}', ODD: '${ODD}', NUMBER: '${INSTANCE}' }", "pidFile: ${PORT}.pid");

        Assert.Equal((["${PORT}"], "/srv/app/${PORT}", "/srv/app/${PORT}.pid"), (process.Launch.Args, process.Launch.Cwd, process.Launch.PidFile));
        Assert.Equal(
            new ValueMap([new("URL", ":${PORT}"), new("LITERAL", "$${PORT}"), new("ODD", "$${PORT}${HOME}"), new("NUMBER", "server")]), process.Launch.Env);
    }

    [Fact]
    public void Texts_with_a_port_stay_while_there_is_none()
    {
        var without = InstanceSpec.Of(Process("port: auto", "instances: 2", "args: ['${PORT}', '$${PORT}', '${INSTANCE}']"), 2, null, isNext: false);

        Assert.Equal(["${PORT}", "$${PORT}", "2"], without.Launch.Args);
        Assert.Equal(new ValueMap([new("PROCESSPROXY_INSTANCE", "2")]), without.Launch.Env);
    }

    [Theory]
    [InlineData(1, false, "", "web.pid", "web.log", ".web.output")]
    [InlineData(3, false, "", "web.3.pid", "web.3.log", ".web.3.output")]
    [InlineData(1, true, "", "web.next.pid", "web.next.log", ".web.next.output")]
    [InlineData(3, true, "", "web.next.pid", "web.next.log", ".web.next.output")]
    [InlineData(1, false, "pidFile: pids/a.pid", "a.pid", "web.log", ".web.output")]
    [InlineData(3, false, "pidFile: pids/a.pid", "a.3.pid", "web.3.log", ".web.3.output")]
    [InlineData(3, true, "pidFile: pids/a.pid", "a.next.pid", "web.next.log", ".web.next.output")]
    [InlineData(3, false, "pidFile: pids/plain", "plain.3", "web.3.log", ".web.3.output")]
    [InlineData(3, false, "pidFile: 'pids/${INSTANCE}.pid'", "3.pid", "web.3.log", ".web.3.output")]
    [InlineData(3, true, "pidFile: 'pids/${INSTANCE}.pid'", "3.next.pid", "web.next.log", ".web.next.output")]
    [InlineData(3, false, "pidFile: 'pids/$${INSTANCE}.pid'", "${INSTANCE}.3.pid", "web.3.log", ".web.3.output")]
    public void Each_program_has_files_of_its_own(int instance, bool isNext, string key, string pidFile, string log, string pipe)
    {
        var launch = InstanceSpec.Of(Process("instances: 3", "port: auto", key), instance, 20_000, isNext).Launch;

        Assert.Equal(("/srv/app/pids/" + pidFile, "/srv/app/logs/" + log, "/srv/app/pids/" + pipe), (launch.PidFile, launch.Log.File, launch.Log.PipeFile));
    }

    [Theory]
    [InlineData("web", 1, false, "web")]
    [InlineData("web", 2, false, "web.2")]
    [InlineData("web", 1, true, "web.next")]
    [InlineData("web", 2, true, "web.2.next")]
    public void Each_seat_has_a_name_of_its_own(string id, int instance, bool isSecond, string key) => Assert.Equal(key, InstanceSpec.KeyOf(id, instance, isSecond));

    [Theory]
    [InlineData("/health", "http://localhost:20001/health", "http://localhost:${PORT}/health")]
    [InlineData("health?i=${INSTANCE}", "http://localhost:20001/health?i=2", "http://localhost:${PORT}/health?i=${INSTANCE}")]
    [InlineData("http://127.0.0.1:${PORT}/${INSTANCE}", "http://127.0.0.1:20001/2", "http://127.0.0.1:${PORT}/${INSTANCE}")]
    public void The_health_check_asks_the_instance_itself(string path, string url, string shown)
    {
        var process = Process("port: auto", "instances: 2", $"healthCheck: {{ enabled: true, path: '{path}' }}");

        Assert.Equal(new Uri(url), InstanceSpec.Of(process, 2, 20_001, isNext: false).HealthCheck!.Url);
        Assert.Equal(shown, Assert.IsType<ProcessConfiguration>(process.ToConfiguration()["healthCheck"])["url"]);
    }

    [Fact]
    public void Without_a_port_the_health_check_is_where_it_is_configured()
    {
        var process = Process("instances: 2", "env: { PORT: 3000 }", "healthCheck: { enabled: true, path: '/${INSTANCE}' }");

        Assert.Equal(new Uri("http://localhost:3000/2"), InstanceSpec.Of(process, 2, null, isNext: false).HealthCheck!.Url);
    }

    [Fact]
    public void The_host_of_the_health_check_is_that_of_the_route()
    {
        var spec = Given.Valid(Given.Texts(
            "routes: [{ domain: a.example, process: web }, { domain: b.example, process: api }]\n" + Given.Web("port: auto", "healthCheck: true")
            + "  api: { command: run, env: { PORT: 3000 }, healthCheck: true }\n"));

        Assert.Equal(
            [("a.example", "http://localhost:20001/health"), ("b.example", "http://localhost:3000/health")],
            spec.Processes.All.Select(process => InstanceSpec.Of(process, 1, process.Port is null ? null : 20_001, isNext: false).HealthCheck!)
                .Select(check => (check.Host!, check.Url.AbsoluteUri)));
    }

    [Fact]
    public void One_written_instance_has_its_number()
    {
        var process = Process("instances: 1", "args: ['${INSTANCE}']");

        Assert.Equal((true, "1"), (process.IsGrouped, InstanceSpec.Of(process, 1, null, isNext: false).Launch.Args[0]));
    }

    private static ProcessSpec Process(params string[] keys) => Given.Process(Given.Web(keys), Variables);
}
