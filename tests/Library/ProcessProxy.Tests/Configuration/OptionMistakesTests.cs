using System.Reflection;
using ProcessProxy.Configuration;
using ProcessProxy.Configuration.Problems;
using Xunit;

namespace ProcessProxy.Tests.Configuration;

/// <summary>What code can set and no file can say is a problem with a key, too.</summary>
public sealed class OptionMistakesTests
{
    [Fact]
    public void A_value_that_no_enumeration_has_is_a_problem_wherever_it_is_set()
    {
        var options = new ProcessProxyOptions { Reload = (ReloadMode)77 };
        options.Settings.OnExit = (ExitAction)9;
        options.AccessLog.Output = (AccessLogOutput)9;
        options.AddProcess("w", p => p.Command = "run");
        options.AddProcess("p", p =>
        {
            p.Command = "run";
            p.RestartOnExit = (RestartCondition)77;
            p.RestartBackoff = (RestartBackoff)77;
            p.StopSignalTo = (StopTarget)77;
            p.Stdin = (InputMode)77;
            p.Start = (StartMode)77;
            p.Replace = (ReplaceMode)77;
            p.Output = (OutputMode)77;
            p.HealthCheck.OnUnhealthy = (UnhealthyAction)77;
            p.HealthCheck.Path = "http://localhost/health";
            p.DependsOn = [new("w", (DependencyCondition)77)];
        });
        options.AddProcess("j", p =>
        {
            p.Command = "run";
            p.Schedule.Cron = "@daily";
            p.Schedule.Overlap = (OverlapAction)77;
        });
        options.AddRoute("/", r =>
        {
            r.Target = "http://localhost:1";
            r.LoadBalancing = (LoadBalancing)77;
        });

        var problems = options.Load().Problems;

        Assert.All(problems, problem => Assert.Equal(ProblemCodes.NotAChoice, problem.Code));
        Assert.Equal(
            [
                "accessLog.output", "processes.j.schedule.overlap", "processes.p.dependsOn[0]", "processes.p.healthCheck.onUnhealthy", "processes.p.output",
                "processes.p.replace", "processes.p.restartBackoff", "processes.p.restartOnExit", "processes.p.start", "processes.p.stdin", "processes.p.stopSignalTo", "reload",
                "routes[0].loadBalancing", "settings.onExit",
            ],
            problems.Select(problem => problem.Key).Order(StringComparer.Ordinal));
        Assert.Equal("'settings.onExit' must be one of stop, detach, not '9'.", problems.Single(problem => problem.Key == "settings.onExit").Message);
        Assert.Equal(
            "'processes.p.restartOnExit' must be one of true, false, onFailure, not '77'.",
            problems.Single(problem => problem.Key == "processes.p.restartOnExit").Message);
    }

    [Fact]
    public void Every_enumeration_of_the_options_is_in_the_test_above()
    {
        var properties = typeof(ProcessProxyOptions).Assembly.GetTypes().Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal))
            .SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(property => property.PropertyType.IsEnum).Select(property => property.Name).Order(StringComparer.Ordinal);

        Assert.Equal(
            ["LoadBalancing", "OnExit", "OnUnhealthy", "Output", "Output", "Overlap", "Reload", "RestartBackoff", "RestartOnExit", "Start", "Stdin", "StopSignalTo"], properties);
    }

    [Fact]
    public void A_list_that_is_set_to_null_is_not_set()
    {
        var options = new ProcessProxyOptions { TrustedProxies = [new(System.Net.IPAddress.Loopback, 32)] };
        options.TrustedProxies = null!;
        options.AddProcess("a", p =>
        {
            p.Command = "run";
            p.Args = null!;
            p.DependsOn = null!;
            p.PreStart.Args = null!;
            p.StopCommand.Args = null!;
            Assert.Empty(p.Args);
            Assert.Empty(p.DependsOn);
            Assert.Empty(p.PreStart.Args);
        });
        options.AddRoute(r =>
        {
            r.Target = "http://localhost:1";
            r.Targets = null!;
            Assert.Empty(r.Targets);
        });
        options.Tls.AddCertificate(certificate => certificate.Domains = null!);

        Assert.Empty(options.TrustedProxies);
        var problem = Assert.Single(options.Load().Problems, problem => problem.Code == ProblemCodes.MissingKey);
        Assert.Equal("tls.certificates[0]", problem.Key);
    }

    [Fact]
    public void A_null_in_a_list_or_a_map_is_a_problem_with_its_key()
    {
        var options = new ProcessProxyOptions();
        options.AddProcess("a", p =>
        {
            p.Command = "run";
            p.Args = ["x", null!];
            p.DependsOn = [null!, new Dependency(null!)];
            p.PreStart.Command = "run";
            p.PreStart.Args = [null!];
            p.Env["HOME"] = null;
        });
        options.AddRoute("/", r =>
        {
            r.Targets = ["http://localhost:1", null!];
            r.Rewrite["a"] = null!;
            r.Headers["a"] = null!;
            r.ResponseHeaders["b"] = null!;
        });
        options.Tls.AddCertificate(certificate =>
        {
            certificate.CertFile = "c.pem";
            certificate.Domains = [null!];
        });

        Assert.Equal(
            [
                (ProblemCodes.EmptyValue, "processes.a.args[1]"), (ProblemCodes.EmptyValue, "processes.a.dependsOn[0]"), (ProblemCodes.EmptyValue, "processes.a.dependsOn[1]"),
                (ProblemCodes.EmptyValue, "processes.a.preStart.args[0]"), (ProblemCodes.EmptyValue, "routes[0].headers.a"), (ProblemCodes.EmptyValue, "routes[0].responseHeaders.b"),
                (ProblemCodes.EmptyValue, "routes[0].rewrite.a"), (ProblemCodes.InvalidTarget, "routes[0].targets[1]"), (ProblemCodes.EmptyValue, "tls.certificates[0].domains[0]"),
            ],
            options.Load().Problems.Select(problem => (problem.Code, problem.Key)).OrderBy(problem => problem.Key, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("a\0b", ProblemCodes.InvalidText)]
    [InlineData("", ProblemCodes.EmptyValue)]
    public void A_path_of_the_options_that_cannot_be_one_is_a_problem(string path, string code)
    {
        Assert.Equal((code, "configFile"), Only(new ProcessProxyOptions { ConfigFile = path }));
        Assert.Equal((code, "projectDirectory"), Only(new ProcessProxyOptions { ProjectDirectory = path }));

        static (string Code, string Key) Only(ProcessProxyOptions options)
        {
            var problem = Assert.Single(options.Load().Problems);
            return (problem.Code, problem.Key);
        }
    }

    [Fact]
    public void A_route_without_a_path_or_a_function_names_the_argument()
    {
        var options = new ProcessProxyOptions();

        Assert.Throws<ArgumentNullException>("path", () => options.AddRoute(null!, _ => { }));
        Assert.Throws<ArgumentNullException>("configure", () => options.AddRoute("/", null!));
    }

    [Fact]
    public void What_was_set_is_returned()
    {
        var options = new ProcessProxyOptions();
        Assert.Equal((ExitAction.Stop, AccessLogOutput.File), (options.Settings.OnExit, options.AccessLog.Output));
        options.Settings.OnExit = ExitAction.Detach;
        options.AccessLog.Output = AccessLogOutput.Stdout;
        Assert.Equal((ExitAction.Detach, AccessLogOutput.Stdout), (options.Settings.OnExit, options.AccessLog.Output));
    }
}
