using ProcessProxy.Configuration;
using ProcessProxy.Configuration.Problems;
using Xunit;

namespace ProcessProxy.Tests.Configuration;

/// <summary>The keys for ports, instances, replacement and starts on demand, one by one and together.</summary>
public sealed class InstanceKeysTests
{
    private const string Route = "routes: [{ process: web }]\n";

    [Fact]
    public void The_defaults_follow_from_the_other_keys()
    {
        var plain = Given.Process(Given.Web());
        var auto = Given.Process(Given.Web("port: auto"));
        var demanded = Given.Valid(Given.Texts(Route + Given.Web("port: auto", "start: on-demand"))).Processes;

        Assert.Equal((null, 1, ReplaceMode.StopFirst, TimeSpan.Zero, false), (plain.Port, plain.Instances, plain.Replace.Mode, plain.IdleTimeout, plain.IsGrouped));
        Assert.Equal((true, "PORT", ReplaceMode.Rolling, true), (auto.Port!.IsAuto, auto.Port.Variable, auto.Replace.Mode, auto.IsGrouped));
        Assert.Equal((StartMode.OnDemand, TimeSpan.FromMinutes(10)), (demanded.All[0].Start, demanded.All[0].IdleTimeout));
        Assert.Equal("20000-29999", demanded.PortRange.ToString());
        Assert.Equal(ReplaceMode.StopFirst, Given.Process(Given.Web("port: 3000")).Replace.Mode);
        Assert.Equal(ReplaceMode.StopFirst, Given.Process(Given.Web("port: auto", "schedule: { cron: '@daily' }")).Replace.Mode);
    }

    [Theory]
    [InlineData("port: 0", ProblemCodes.OutOfRange)]
    [InlineData("port: 65536", ProblemCodes.OutOfRange)]
    [InlineData("port: any", ProblemCodes.WrongType)]
    [InlineData("port: [1]", ProblemCodes.WrongType)]
    [InlineData("instances: 0", ProblemCodes.OutOfRange)]
    [InlineData("instances: 101", ProblemCodes.OutOfRange)]
    [InlineData("instances: max", ProblemCodes.WrongType)]
    [InlineData("replace: maybe", ProblemCodes.NotAChoice)]
    [InlineData("replaceTimeout: 0", ProblemCodes.OutOfRange)]
    [InlineData("start: never", ProblemCodes.NotAChoice)]
    [InlineData("portVariable: PORT", ProblemCodes.Contradiction)]
    [InlineData("start: on-demand", ProblemCodes.Contradiction)]
    [InlineData("idleTimeout: 5m", ProblemCodes.Contradiction)]
    public void A_wrong_key_is_reported_at_its_value(string key, string code)
    {
        var problem = Given.Problem(Given.Processes(Given.Web(key)));
        Assert.Equal((code, 4), (problem.Code, problem.Line));
        Assert.EndsWith("." + key.Split(':')[0], problem.Key, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("port: 1")]
    [InlineData("port: 65535")]
    [InlineData("instances: 100")]
    [InlineData("idleTimeout: 0")]
    [InlineData("replace: rolling")]
    [InlineData("start: server")]
    public void A_right_key_is_accepted(string key) => Given.Process(Given.Web(key));

    [Theory]
    [InlineData("replicas: 2", "instances")]
    [InlineData("exec_mode: cluster", "instances")]
    [InlineData("listen_timeout: 3000", "replaceTimeout")]
    [InlineData("TimeoutStopSec: 3", "stopTimeout")]
    [InlineData("ports: [3000]", "port")]
    [InlineData("increment_var: PORT", "portVariable")]
    [InlineData("instanses: 2", "instances")]
    public void A_word_of_another_supervisor_is_translated(string written, string key) =>
        Assert.Equal((ProblemCodes.UnknownKey, key), (Given.Problem(Given.Processes(Given.Web(written))).Code, Given.Problem(Given.Processes(Given.Web(written))).Suggestion));

    [Theory]
    [InlineData("A=B")]
    [InlineData("PROCESSPROXY_INSTANCE")]
    public void A_variable_of_the_server_is_none_for_the_port(string name)
    {
        var problem = Given.Problem(Given.Processes(Given.Web("port: auto", $"portVariable: '{name}'")));
        Assert.Equal((ProblemCodes.InvalidEnvName, 5), (problem.Code, problem.Line));
    }

    [Theory]
    [InlineData("20000-29999", 20_000, 29_999)]
    [InlineData("1024-1024", 1024, 1024)]
    public void A_range_of_ports_is_accepted(string written, int first, int last)
    {
        var range = Given.Valid(Given.Processes($"settings: {{ portRange: {written} }}\n" + Given.Web("port: 1024"))).Processes.PortRange;
        Assert.Equal((first, last), (range.First, range.Last));
    }

    [Theory]
    [InlineData("1023-2000", ProblemCodes.OutOfRange)]
    [InlineData("2000-70000", ProblemCodes.OutOfRange)]
    [InlineData("3000-2000", ProblemCodes.OutOfRange)]
    [InlineData("3000", ProblemCodes.WrongType)]
    [InlineData("a-b", ProblemCodes.WrongType)]
    public void A_wrong_range_of_ports_is_reported(string written, string code)
    {
        var problem = Given.Problem(Given.Processes($"settings:\n  portRange: {written}\n" + Given.Web()));
        Assert.Equal((code, 2, "settings.portRange"), (problem.Code, problem.Line, problem.Key));
    }

    /// <summary>Two keys of a process, which of them is reported, and whether a route goes to it.</summary>
    [Theory]
    [InlineData("port: auto", "env: { PORT: 1 }", 1, true)]
    [InlineData("port: 3000", "env: { PORT: null }", 1, true)]
    [InlineData("port: 3000", "instances: 2", 1, true)]
    [InlineData("instances: 2", "schedule: { cron: '@daily' }", 0, false)]
    [InlineData("start: on-demand", "schedule: { cron: '@daily' }", 0, false)]
    [InlineData("schedule: { cron: '@daily' }", "idleTimeout: 1", 1, false)]
    [InlineData("port: 3000", "replace: rolling", 1, true)]
    [InlineData("port: auto", "healthCheck: 'http://localhost:3000/'", 1, true)]
    [InlineData("replace: rolling", "healthCheck: 'http://localhost:3000/'", 1, false)]
    public void Keys_that_contradict_each_other_are_reported(string first, string second, int wrong, bool isRouted)
    {
        var problem = Given.Problem(Given.Texts((isRouted ? Route : "\n") + Given.Web(first, second)));
        Assert.Equal((ProblemCodes.Contradiction, 5 + wrong), (problem.Code, problem.Line));
        Assert.StartsWith("'web' ", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("port: auto", "env: { OTHER_PORT: 1 }")]
    [InlineData("port: auto, portVariable: WEB", "env: { PORT: 1 }")]
    [InlineData("port: auto", "instances: 2")]
    [InlineData("port: 3000", "instances: 1")]
    [InlineData("port: 3000", "start: on-demand")]
    [InlineData("port: 3000", "replace: stop-first")]
    [InlineData("port: auto", "healthCheck: 'http://localhost:${PORT}/'")]
    [InlineData("port: auto, replace: stop-first", "healthCheck: 'http://localhost:3000/'")]
    [InlineData("port: auto", "healthCheck: true")]
    [InlineData("port: 25000", "idleTimeout: 5m")]
    public void Keys_that_fit_each_other_are_accepted(string first, string second) =>
        Given.Valid(Given.Texts(Route + Given.Web([.. first.Split(", "), second])));

    [Fact]
    public void Several_instances_may_share_one_address() =>
        Given.Valid(Given.Texts("routes: [{ process: web, target: 'http://localhost:3000' }]\n" + Given.Web("instances: 2")));

    [Theory]
    [InlineData("instances: 3", "web.2", true)]
    [InlineData("instances: 3", "WEB.3", true)]
    [InlineData("instances: 3", "web.4", false)]
    [InlineData("instances: 3", "web.next", false)]
    [InlineData("port: auto", "web.next", true)]
    [InlineData("port: auto", "web.2.next", false)]
    [InlineData("port: auto, instances: 2", "web.2.next", true)]
    [InlineData("enabled: true", "web.2", false)]
    public void An_id_cannot_be_the_name_of_an_instance(string keys, string other, bool isTaken)
    {
        var result = Given.Processes(Given.Web(keys.Split(", ")) + $"  {other}: {{ command: run }}\n");

        if (!isTaken)
        {
            Given.Valid(result);
            return;
        }

        var problem = Given.Problem(result);
        Assert.Equal((ProblemCodes.FileConflict, keys.Split(", ").Length + 4, $"processes.{other}"), (problem.Code, problem.Line, problem.Key));
        Assert.Contains("'web' (line 2)", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pid_file_cannot_be_that_of_an_instance()
    {
        var problem = Given.Problem(Given.Processes(Given.Web("instances: 2", "pidFile: a.pid") + "  other: { command: run, pidFile: a.2.pid }\n"));
        Assert.Equal((ProblemCodes.FileConflict, "The PID file of 'other' would be '/srv/app/a.2.pid', which is the PID file of 'web'."), (problem.Code, problem.Message));
    }

    [Fact]
    public void A_dollar_sign_before_the_port_is_not_ambiguous()
    {
        var problem = Given.Problem(Given.Processes(Given.Web("port: auto", "env: { A: '${SIGN}${PORT}' }"), new Dictionary<string, string> { ["SIGN"] = "$" }));
        Assert.Equal((ProblemCodes.MalformedExpansion, "processes.web.env.A"), (problem.Code, problem.Key));
    }

    [Fact]
    public void Code_that_makes_specs_is_told_the_same()
    {
        var spec = Given.Valid(Given.Texts(Route + Given.Web("port: auto", "args: ['${PORT}']", "healthCheck: 'http://localhost:${PORT}/'")));
        Assert.Empty(ProcessProxy.Configuration.Resolving.SpecRules.Check(spec).Problems);

        var wrong = spec with
        {
            Processes = spec.Processes with { All = [spec.Processes.All[0] with { Port = new() { Number = 3000 }, Instances = 2, Start = StartMode.OnDemand }] },
            Routes = [spec.Routes[0] with { Action = new ForwardSpec { Targets = [new("http://localhost:1")] } }],
        };
        Assert.Equal(
            ["processes.web.instances", "processes.web.replace", "processes.web.start"],
            ProcessProxy.Configuration.Resolving.SpecRules.Check(wrong).Problems.Where(problem => problem.Code == ProblemCodes.Contradiction).Select(problem => problem.Key).Order(StringComparer.Ordinal));
    }
}
