using System.Reflection;
using ProcessProxy.Configuration;
using ProcessProxy.Configuration.Keys;
using ProcessProxy.Configuration.Problems;
using Xunit;

namespace ProcessProxy.Tests.Configuration;

public sealed class OptionsTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Code_says_the_same_as_a_file()
    {
        Write("""
            port: 8081
            management: { port: 4482 }
            trustedProxies: [10.0.0.0/8]
            accessLog: { output: stdout }
            tls: { selfSigned: true }
            processes:
              db: { command: postgres, restartOnExit: false }
              web:
                command: node
                args: [server.js, "${HOME}"]
                cwd: app
                env: { PORT: 3000, OLD: null }
                healthCheck: { enabled: true, path: /ready, interval: 5s }
                dependsOn: [db]
                restartDelay: 1s
                maxRestarts: 3
                restartBackoff: exponential
                output: separate
                stopSignal: SIGINT
                maxMemory: 512M
              job: { command: backup, schedule: { cron: "@daily", timezone: UTC, overlap: queue, maxDuration: 1h } }
            settings: { onExit: detach, pidManagement: { defaultPidDir: run }, logging: { dir: log, maxSize: 1M, logRestarts: false } }
            routes:
              - { path: /app, targets: ["http://localhost:3000", "http://localhost:3001"], process: web, rewrite: { "^/app/": / }, headers: { X-One: "1" },
                  sessionAffinity: true, hold: { maxRequests: 5 }, rateLimit: { requests: 10 }, ssl: true, hsts: { days: 7 } }
              - { type: static, path: /, staticPath: public, spaFallback: true }
              - { type: redirect, domain: old.example.org, redirectTo: "https://example.org/", redirectStatus: 301 }
            """);
        var file = Given.Valid(new ConfigurationLoader(File("proxy.yaml")).Load());

        var code = Given.Valid(Options(options =>
        {
            options.Port = 8081;
            options.Management.Port = 4482;
            options.TrustedProxies = [System.Net.IPNetwork.Parse("10.0.0.0/8")];
            options.AccessLog.Output = AccessLogOutput.Stdout;
            options.Tls.SelfSigned = true;
            options.Settings.OnExit = ExitAction.Detach;
            options.Settings.DefaultPidDir = "run";
            options.Settings.LogDir = "log";
            options.Settings.LogMaxSize = 1L << 20;
            options.Settings.LogRestarts = false;
            options.AddProcess("db", p =>
            {
                p.Command = "postgres";
                p.RestartOnExit = RestartCondition.Never;
            });
            options.AddProcess("web", p =>
            {
                p.Command = "node";
                p.Args = ["server.js", "${HOME}"];
                p.Cwd = "app";
                p.Env["PORT"] = "3000";
                p.Env["OLD"] = null;
                p.HealthCheck.Path = "/ready";
                p.HealthCheck.Interval = TimeSpan.FromSeconds(5);
                p.DependsOn = ["db"];
                p.RestartDelay = TimeSpan.FromSeconds(1);
                p.MaxRestarts = 3;
                p.RestartBackoff = RestartBackoff.Exponential;
                p.Output = OutputMode.Separate;
                p.StopSignal = "SIGINT";
                p.MaxMemory = 512L << 20;
            });
            options.AddProcess("job", p =>
            {
                p.Command = "backup";
                p.Schedule.Cron = "@daily";
                p.Schedule.TimeZone = "UTC";
                p.Schedule.Overlap = OverlapAction.Queue;
                p.Schedule.MaxDuration = TimeSpan.FromHours(1);
            });
            options.AddRoute("/app", r =>
            {
                r.Targets = ["http://localhost:3000", "http://localhost:3001"];
                r.Process = "web";
                r.Rewrite["^/app/"] = "/";
                r.Headers["X-One"] = "1";
                r.SessionAffinity.Enabled = true;
                r.Hold.MaxRequests = 5;
                r.RateLimit.Requests = 10;
                r.Ssl = true;
                r.Hsts.Days = 7;
            });
            options.AddRoute("/", r =>
            {
                r.Type = "static";
                r.StaticPath = "public";
                r.SpaFallback = true;
            });
            options.AddRoute(r =>
            {
                r.Type = "redirect";
                r.Domain = "old.example.org";
                r.RedirectTo = "https://example.org/";
                r.RedirectStatus = 301;
            });
        }).Load());

        Assert.Equal(file with { ConfigFile = "" }, code);
    }

    [Fact]
    public void What_is_not_set_shows_the_default_of_the_spec() => Options(options =>
    {
        Assert.Equal((8080, "*", 4481, "127.0.0.1"), (options.Port, options.Host, options.Management.Port, options.Management.Host));
        Assert.Equal((false, "logs/access.log"), (options.AccessLog.Enabled, options.AccessLog.File));
        options.AddProcess("web", p =>
        {
            Assert.Equal((10, TimeSpan.FromSeconds(2), "SIGTERM", RestartCondition.Always), (p.MaxRestarts, p.RestartDelay, p.StopSignal, p.RestartOnExit));
            Assert.Equal((false, "/health", 3), (p.HealthCheck.Enabled, p.HealthCheck.Path, p.HealthCheck.Retries));
            Assert.Null(p.MaxMemory);
            Assert.Null(p.Command);
            Assert.Null(p.Schedule.Cron);
        });
        options.AddRoute(r =>
        {
            Assert.Equal(("/", "proxy", 308, 365, 100), (r.Path, r.Type, r.RedirectStatus, r.Hsts.Days, r.Hold.MaxRequests));
            Assert.Equal((false, false, false), (r.Hsts.Enabled, r.SpaFallback, r.SessionAffinity.Enabled));
        });
    });

    [Fact]
    public void Every_mistake_is_a_problem_with_the_code_that_it_has_in_a_file_and_no_line()
    {
        var result = Options(options => options
            .AddProcess("web", p =>
            {
                p.MaxRestarts = -1;
                p.Command = "run";
                p.StopSignal = "SIGNONE";
                p.DependsOn = ["web", "dB"];
                p.Env["A=B"] = "";
            })
            .AddProcess("web", _ => { })
            .AddRoute("nowhere", r => r.Target = "localhost:3000")
            .AddRoute(r => r.Process = "wbe")).Load();

        Assert.Null(result.Spec);
        Assert.All(result.Problems, problem => Assert.Equal(("", 0, 0), (problem.File, problem.Line, problem.Column)));
        Assert.Equal(
            [
                (ProblemCodes.DuplicateKey, "processes.web"),
                (ProblemCodes.OutOfRange, "processes.web.maxRestarts"),
                (ProblemCodes.MissingKey, "processes.web"),
                (ProblemCodes.NotAChoice, "processes.web.stopSignal"),
                (ProblemCodes.UnknownDependency, "processes.web.dependsOn[1]"),
                (ProblemCodes.DependencyCycle, "processes.web.dependsOn[0]"),
                (ProblemCodes.InvalidEnvName, "processes.web.env.A=B"),
                (ProblemCodes.InvalidPath, "routes[0].path"),
                (ProblemCodes.InvalidTarget, "routes[0].target"),
                (ProblemCodes.UnknownProcess, "routes[1].process"),
            ],
            result.Problems.Select(problem => (problem.Code, problem.Key)).Order());
        Assert.StartsWith("processes.web.maxRestarts: error PP0103: ", result.Problems.Single(problem => problem.Code == ProblemCodes.OutOfRange).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_that_code_sets_is_expanded()
    {
        var spec = Given.Valid(Options(options => options
            .AddProcess("web", p =>
            {
                p.Command = "run";
                p.Cwd = "${NOBODY_HAS_THIS}";
                p.Env["PATH_OF_IT"] = "${NOBODY_HAS_THIS}";
            })).Load());

        var launch = Assert.Single(spec.Processes.All).Launch;
        Assert.Equal((File("${NOBODY_HAS_THIS}"), "${NOBODY_HAS_THIS}"), (launch.Cwd, launch.Env["PATH_OF_IT"]));
    }

    [Fact]
    public void A_health_check_is_off_when_code_says_so_whatever_else_it_sets()
    {
        var spec = Given.Valid(Options(options => options.AddProcess("web", p =>
        {
            p.Command = "run";
            p.HealthCheck.Enabled = false;
            p.HealthCheck.Path = "/ready";
        })).Load());

        Assert.Null(Assert.Single(spec.Processes.All).HealthCheck);
    }

    [Fact]
    public void A_health_check_without_an_address_is_a_problem() => Assert.Equal(
        (ProblemCodes.HealthTargetUnknown, "processes.web.healthCheck.path"),
        Options(options => options.AddProcess("web", p =>
        {
            p.Command = "run";
            p.Env["OTHER"] = "1";
            p.HealthCheck.Path = "/ready";
        })).Load().Problems.Select(problem => (problem.Code, problem.Key)).Single());

    [Fact]
    public void Code_lies_over_a_file()
    {
        Write("port: 8081\nhost: localhost\nprocessConfigFile: processes.yaml\nroutes: [{ path: /a, target: http://localhost:3000 }]");
        Write("processes: { one: { command: run } }\nsettings: { defaultRestart: { maxRestarts: 4 }, pidManagement: { defaultPidDir: run } }", "processes.yaml");

        var spec = Given.Valid(Options(options =>
        {
            options.ConfigFile = File("proxy.yaml");
            options.Port = 9;
            options.AddProcess("two", p =>
            {
                p.Command = "run";
                p.DependsOn = ["one"];
            });
            options.AddRoute("/b", r =>
            {
                r.Target = "http://localhost:3001";
                r.Process = "one";
            });
        }).Load());

        Assert.Equal((9, "localhost", File("proxy.yaml"), folder.Path), (spec.Listen.Port, spec.Listen.Host, spec.ConfigFile, spec.ProjectDirectory));
        Assert.Equal(["one", "two"], spec.Processes.All.Select(process => process.Id));
        Assert.All(spec.Processes.All, process => Assert.Equal((4, File("run")), (process.Restart.Max, Path.GetDirectoryName(process.Launch.PidFile))));
        Assert.Equal(["/a", "/b"], spec.Routes.Select(route => route.Path));
    }

    [Fact]
    public void A_process_of_the_file_cannot_be_there_again()
    {
        Write("processes: { web: { command: run } }");

        var problem = Given.Problem(Options(options =>
        {
            options.ConfigFile = File("proxy.yaml");
            options.AddProcess("web", p => p.Command = "run");
        }).Load());

        Assert.Equal((ProblemCodes.DuplicateKey, "There is a process 'web' already (line 1)."), (problem.Code, problem.Message));
    }

    [Fact]
    public void Every_row_has_its_property_and_every_property_its_row()
    {
        string[] notOfCode = ["the Host of the health check", "${INSTANCE}", "PROCESSPROXY_INSTANCE", "processConfigFile"];
        var rows = Names(ProcessKeys.All).Concat(Names(RouteKeys.All)).Concat(Names(ServerKeys.All)).Concat(Names(SettingsKeys.All))
            .Concat(Names(ServerKeys.Certificates)).Where(name => !notOfCode.Contains(name)).Select(Last).Order(StringComparer.OrdinalIgnoreCase).ToList();

        // "enabled" is the row of the health check, and what "true" is short for elsewhere. What is no row is how options are put together.
        string[] noRows = ["id", "configFile", "projectDirectory", "settings"];
        var properties = new[]
            {
                typeof(ProcessOptions), typeof(PreStartOptions), typeof(CommandOptions), typeof(HealthCheckOptions), typeof(ScheduleOptions), typeof(RouteOptions), typeof(SessionAffinityOptions), typeof(HoldOptions),
                typeof(RateLimitOptions), typeof(HstsOptions), typeof(ProcessProxyOptions), typeof(ManagementOptions), typeof(AccessLogOptions), typeof(TlsOptions),
                typeof(AcmeOptions), typeof(CertificateOptions), typeof(SettingsOptions),
            }
            .SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly), (type, property) => (type, property.Name))
            .Where(property => property is not { Name: "Enabled", type.Name: not ("ProcessOptions" or "HealthCheckOptions") })
            .Select(property => property.Name).Where(name => !noRows.Contains(name, StringComparer.OrdinalIgnoreCase)).Order(StringComparer.OrdinalIgnoreCase);

        Assert.Equal(rows, properties, StringComparer.OrdinalIgnoreCase);

        static IEnumerable<string> Names<T>(KeyTable<T> table) => table.Rows.Select(row => row.Name);
        static string Last(string name) => name[(name.LastIndexOf('.') + 1)..];
    }

    private ProcessProxyOptions Options(Action<ProcessProxyOptions> configure)
    {
        var options = new ProcessProxyOptions { ProjectDirectory = folder.Path };
        configure(options);
        return options;
    }

    private string File(string name) => folder.File(name);

    private void Write(string text, string name = "proxy.yaml") => System.IO.File.WriteAllText(File(name), text);
}
