using Microsoft.Extensions.Logging.Abstractions;
using ProcessProxy.Configuration;
using ProcessProxy.Configuration.Problems;
using Xunit;

namespace ProcessProxy.Tests.Configuration;

/// <summary>A configuration that somebody else has made as specs is checked by the rules for files.</summary>
public sealed class ForeignSourceTests
{
    private static readonly ServerSpec Valid = Given.Valid(Given.Processes("processes:\n  a: { command: run }\n  b: { command: run, dependsOn: [a] }"));

    [Fact]
    public async Task One_that_is_right_is_taken()
    {
        using var folder = new TempFolder();
        await using var supervisor = Over(Valid with { Processes = Valid.Processes with { StateDirectory = folder.Path } });

        supervisor.Open();

        Assert.Equal(["a", "b"], supervisor.Configuration!.Processes.All.Select(process => process.Id));
    }

    [Fact]
    public async Task A_route_to_a_process_with_a_port_in_its_environment_needs_no_target_as_in_a_file()
    {
        using var folder = new TempFolder();
        var spec = Changed(0, process => process with { Launch = process.Launch with { Env = new([new("PORT", "3000")]) } });
        await using var supervisor = Over(spec with
        {
            Processes = spec.Processes with { StateDirectory = folder.Path },
            Routes = [Route("/") with { Action = new ForwardSpec { Process = "a" } }],
        });

        supervisor.Open();

        Assert.Equal(new Uri("http://localhost:3000"), Assert.Single(supervisor.Configuration!.Routes[0].Forward().Targets));
    }

    [Fact]
    public Task Processes_that_wait_for_one_another_are_a_problem() => IsRefusedAsync(
        Changed(0, process => process with { DependsOn = ["b"] }), ProblemCodes.DependencyCycle, "processes.b.dependsOn[0]");

    [Fact]
    public Task A_value_that_no_file_could_have_is_a_problem() => IsRefusedAsync(
        Changed(1, process => process with { Restart = process.Restart with { Max = -1 } }), ProblemCodes.OutOfRange, "processes.b.maxRestarts");

    [Fact]
    public Task Two_routes_that_cannot_be_told_apart_are_a_problem() => IsRefusedAsync(
        Valid with { Routes = [Route("/a"), Route("/A")] }, ProblemCodes.RouteConflict, "routes[1]");

    [Fact]
    public Task A_route_to_a_process_that_is_not_there_is_a_problem() => IsRefusedAsync(
        Valid with { Routes = [Route("/") with { Action = new ForwardSpec { Targets = [new("http://localhost:1")], Process = "c" } }] },
        ProblemCodes.UnknownProcess, "routes[0].process");

    [Fact]
    public Task What_changes_a_configuration_of_ours_is_no_source_of_ours() => IsRefusedAsync(
        Valid with { Listen = Valid.Listen with { Port = 70_000 } }, ProblemCodes.OutOfRange, "port");

    [Fact]
    public Task A_route_over_HTTPS_without_a_certificate_is_a_problem() => IsRefusedLikeAsync(
        "routes: [{ target: 'http://x', domain: a.example.org, ssl: true }]",
        Valid with { Routes = [Route("/") with { Domain = "a.example.org", Ssl = true }], Listen = Valid.Listen with { HttpsPort = 8443 } });

    [Fact]
    public Task A_listener_for_HTTPS_without_a_certificate_is_a_problem() => IsRefusedLikeAsync(
        "httpsPort: 8443", Valid with { Listen = Valid.Listen with { HttpsPort = 8443 } });

    [Fact]
    public Task A_certificate_in_no_file_is_a_problem() => IsRefusedLikeAsync(
        "tls: { certificates: [{ domains: [a.org] }] }", Valid with { Tls = Valid.Tls with { Certificates = [new() { Domains = ["a.org"] }] } });

    [Fact]
    public Task A_certificate_for_nothing_is_a_problem() => IsRefusedLikeAsync(
        "tls: { certificates: [{ certFile: /c.pem }] }", Valid with { Tls = Valid.Tls with { Certificates = [new() { Domains = [], CertFile = "/c.pem" }] } });

    [Fact]
    public Task Two_listeners_with_one_port_are_a_problem() => IsRefusedLikeAsync(
        "port: 8443\nhttpsPort: 8443\ntls: { selfSigned: true }",
        Valid with { Listen = Valid.Listen with { Port = 8443, HttpsPort = 8443 }, Tls = Valid.Tls with { SelfSigned = true } });

    [Fact]
    public Task Management_on_the_port_of_the_proxy_is_a_problem() => IsRefusedLikeAsync(
        "port: 4481", Valid with { Listen = Valid.Listen with { Port = 4481 } });

    [Fact]
    public Task Management_for_other_machines_without_a_key_is_a_problem() => IsRefusedLikeAsync(
        "management: { host: 192.0.2.1 }", Valid with { Management = Valid.Management with { Host = "192.0.2.1" } });

    [Fact]
    public Task A_key_that_nobody_has_read_is_no_key() => IsRefusedAsync(
        Valid with { Management = Valid.Management with { Host = "192.0.2.1", ApiKeyFile = "/key" } }, ProblemCodes.ApiKeyRequired, "management.host");

    [Fact]
    public Task Management_without_an_address_is_a_problem() => IsRefusedLikeAsync(
        "management: { host: none, socket: none }", Valid with { Management = Valid.Management with { Host = null, Socket = null } });

    [Fact]
    public Task A_port_of_management_without_an_address_is_a_problem() => IsRefusedLikeAsync(
        "management: { host: none, port: 4482 }", Valid with { Management = Valid.Management with { Host = null, Port = 4482, IsPortChosen = true } });

    [Fact]
    public Task A_route_to_the_server_itself_is_a_problem() => IsRefusedLikeAsync(
        "routes: [{ target: 'http://localhost:8080' }]",
        Valid with { Routes = [Route("/") with { Action = new ForwardSpec { Targets = [new("http://localhost:8080")] } }] });

    [Fact]
    public Task A_schedule_without_an_expression_is_a_problem() => IsRefusedAsync(
        Changed(1, process => process with { Schedule = new() { Cron = null! }, DependsOn = [] }), ProblemCodes.MissingKey, "processes.b.schedule.cron");

    [Theory]
    [InlineData("ftp://localhost/health")]
    [InlineData("/health")]
    public Task A_health_check_that_cannot_be_requested_is_a_problem(string url) => IsRefusedAsync(
        Changed(0, process => process with { HealthCheck = new() { Url = new(url, UriKind.RelativeOrAbsolute) } }),
        ProblemCodes.InvalidHealthUrl, "processes.a.healthCheck.path");

    [Fact]
    public Task A_host_of_a_health_check_with_a_line_break_is_a_problem() => IsRefusedAsync(
        Changed(0, process => process with { HealthCheck = new() { Host = "a\r\nX-Evil: b" } }), ProblemCodes.InvalidHeader, "processes.a.the Host of the health check");

    [Fact]
    public async Task Two_processes_with_one_log_are_a_problem() => Assert.Equal(
        $"The log of 'b' would be '{LogOf(0).File}', which is the log of 'a'.",
        (await IsRefusedAsync(Logging(1, log => log with { File = LogOf(0).File, PipeFile = null }), 2, ProblemCodes.FileConflict, "processes.b"))[0].Message);

    [Fact]
    public Task A_log_for_the_errors_of_another_process_is_a_problem() => IsRefusedAsync(
        Logging(1, log => log with { File = LogOf(0).ErrorFile }), ProblemCodes.FileConflict, "processes.b");

    [Fact]
    public Task A_pipe_that_is_the_log_is_a_problem() => IsRefusedAsync(
        Logging(0, log => log with { PipeFile = log.File }), ProblemCodes.FileConflict, "processes.a");

    [Fact]
    public Task Logs_that_are_not_kept_may_have_one_name() => IsTakenAsync(
        Valid with
        {
            Processes = Valid.Processes with
            {
                All = [.. Valid.Processes.All.Select(process => process with { Launch = process.Launch with { Log = new() { File = "/none", Keep = false } } })],
            },
        });

    [Fact]
    public Task A_relative_target_is_a_problem() => IsRefusedAsync(
        Valid with { Routes = [Route("/") with { Action = new ForwardSpec { Targets = [new("relative", UriKind.Relative)] } }] }, ProblemCodes.InvalidTarget, "routes[0].targets[0]");

    [Fact]
    public Task A_configuration_with_problems_of_its_own_is_refused_with_them() => IsRefusedAsync(
        new ConfigurationResult(Valid, [new("", 0, 0, "MY1", "mine", "It is wrong.")]), "MY1", "mine");

    [Theory]
    [InlineData("null", "The source of the configuration returned null.")]
    [InlineData("nothing", "The source of the configuration returned neither a configuration nor a problem.")]
    [InlineData("problems", "The source of the configuration returned a result whose Problems are null.")]
    [InlineData("files", "The source of the configuration returned a result whose Files are null.")]
    public async Task A_source_that_returns_nothing_is_told_what_is_null(string what, string sentence)
    {
        await using var supervisor = Over(what switch
        {
            "null" => null!,
            "nothing" => new ConfigurationResult(null, []),
            "problems" => new ConfigurationResult(Valid, null!),
            _ => new ConfigurationResult(Valid, []) { Files = null! },
        });

        var refused = Assert.Throws<ProcessProxyException>(supervisor.Open);

        Assert.Equal((ErrorCodes.ConfigurationInvalid, sentence), (refused.Code, refused.Sentence));
    }

    /// <summary>Every member of a spec that cannot be null.</summary>
    public static TheoryData<string> Nulls => [.. WithNull.Keys];

    private static Dictionary<string, ServerSpec> WithNull { get; } = new()
    {
        ["ConfigFile"] = Valid with { ConfigFile = null! },
        ["ProjectDirectory"] = Valid with { ProjectDirectory = null! },
        ["Listen"] = Valid with { Listen = null! },
        ["host"] = Valid with { Listen = Valid.Listen with { Host = null! } },
        ["Management"] = Valid with { Management = null! },
        ["Tls"] = Valid with { Tls = null! },
        ["Tls.Folder"] = Valid with { Tls = Valid.Tls with { Folder = null! } },
        ["Tls.Certificates"] = Valid with { Tls = Valid.Tls with { Certificates = null! } },
        ["Tls.Certificates[0]"] = Valid with { Tls = Valid.Tls with { Certificates = [null!] } },
        ["tls.certificates[0].domains"] = Valid with { Tls = Valid.Tls with { Certificates = [new() { Domains = null!, CertFile = "/c.pem" }] } },
        ["Tls.Acme.Directory"] = Valid with { Tls = Valid.Tls with { Acme = new() { AcceptTerms = true, Directory = null! } } },
        ["tls.acme.storage"] = Valid with { Tls = Valid.Tls with { Acme = new() { AcceptTerms = true, Storage = null! } } },
        ["trustedProxies"] = Valid with { TrustedProxies = null! },
        ["Routes"] = Valid with { Routes = null! },
        ["Routes[0]"] = Valid with { Routes = [null!] },
        ["Routes[0].Path"] = Valid with { Routes = [Route(null!)] },
        ["Routes[0].Action"] = Valid with { Routes = [Route("/") with { Action = null! }] },
        ["Routes[0].Rewrite"] = Valid with { Routes = [Route("/") with { Rewrite = null! }] },
        ["Routes[0].Rewrite[0]"] = Valid with { Routes = [Route("/") with { Rewrite = [null!] }] },
        ["routes[0].responseHeaders"] = Valid with { Routes = [Route("/") with { ResponseHeaders = null! }] },
        ["Routes[0].Action.Targets"] = Valid with { Routes = [Route("/") with { Action = new ForwardSpec { Targets = null! } }] },
        ["Routes[0].Action.Targets[0]"] = Valid with { Routes = [Route("/") with { Action = new ForwardSpec { Targets = [null!] } }] },
        ["Routes[0].Action.Hold"] = Valid with { Routes = [Route("/") with { Action = new ForwardSpec { Targets = [new("http://localhost:1")], Hold = null! } }] },
        ["routes[0].headers"] = Valid with { Routes = [Route("/") with { Action = new ForwardSpec { Targets = [new("http://localhost:1")], Headers = null! } }] },
        ["routes[0].staticPath"] = Valid with { Routes = [Route("/") with { Action = new StaticFilesSpec { Folder = null! } }] },
        ["routes[0].redirectTo"] = Valid with { Routes = [Route("/") with { Action = new RedirectSpec { To = null! } }] },
        ["Processes"] = Valid with { Processes = null! },
        ["Processes.StateDirectory"] = Valid with { Processes = Valid.Processes with { StateDirectory = null! } },
        ["Processes.All"] = Valid with { Processes = Valid.Processes with { All = null! } },
        ["Processes.All[0]"] = Valid with { Processes = Valid.Processes with { All = [null!] } },
        ["Processes.All[0].Id"] = Changed(0, process => process with { Id = null! }),
        ["Processes.All[0].Launch"] = Changed(0, process => process with { Launch = null! }),
        ["Processes.All[0].Restart"] = Changed(0, process => process with { Restart = null! }),
        ["Processes.All[0].Stop"] = Changed(0, process => process with { Stop = null! }),
        ["Processes.All[0].DependsOn"] = Changed(0, process => process with { DependsOn = null! }),
        ["Processes.All[0].DependsOn[0]"] = Changed(0, process => process with { DependsOn = [null!] }),
        ["Processes.All[0].PreStart.Command"] = Changed(0, process => process with { PreStart = new() { Command = null! } }),
        ["processes.a.preStart.command"] = Changed(0, process => process with { PreStart = new() { Command = new() { Command = null! } } }),
        ["processes.a.stopCommand.args"] = Changed(0, process => process with { Stop = new() { Command = new() { Command = "run", Args = null! } } }),
        ["processes.a.stopSignal"] = Changed(0, process => process with { Stop = new() { Signal = null! } }),
        ["Processes.All[0].HealthCheck.Url"] = Changed(0, process => process with { HealthCheck = new() { Url = null! } }),
        ["processes.a.healthCheck.path"] = Changed(0, process => process with { HealthCheck = new() { Path = null! } }),
        ["Processes.All[0].Launch.Log"] = Launching(launch => launch with { Log = null! }),
        ["Processes.All[0].Launch.Env"] = Launching(launch => launch with { Env = null! }),
        ["Processes.All[0].Launch.Unset"] = Launching(launch => launch with { Unset = null! }),
        ["Processes.All[0].Launch.Unset[0]"] = Launching(launch => launch with { Unset = [null!] }),
        ["processes.a.command"] = Launching(launch => launch with { Command = null! }),
        ["processes.a.args"] = Launching(launch => launch with { Args = null! }),
        ["processes.a.cwd"] = Launching(launch => launch with { Cwd = null! }),
        ["processes.a.pidFile"] = Launching(launch => launch with { PidFile = null! }),
        ["Processes.All[0].Launch.Log.File"] = Launching(launch => launch with { Log = new() { File = null! } }),
    };

    [Theory]
    [MemberData(nameof(Nulls))]
    public async Task A_member_that_is_null_is_named(string key)
    {
        var problem = await IsRefusedAsync(WithNull[key], ProblemCodes.MissingKey, key);
        Assert.Equal($"'{key}' is null.", problem.Message);
    }

    [Fact]
    public Task A_text_that_is_null_in_a_list_or_a_map_is_named() => IsRefusedAsync(
        Launching(launch => launch with { Env = new([new("A", null!)]) }), ProblemCodes.EmptyValue, "processes.a.env.A");

    [Fact]
    public Task A_name_that_is_null_is_the_id() => IsTakenAsync(Changed(0, process => process with { Name = null! }));

    private static ServerSpec Launching(Func<LaunchSpec, LaunchSpec> change) => Changed(0, process => process with { Launch = change(process.Launch) });

    private static LogSpec LogOf(int index) => Valid.Processes.All[index].Launch.Log;

    private static ServerSpec Logging(int index, Func<LogSpec, LogSpec> change) =>
        Changed(index, process => process with { Launch = process.Launch with { Log = change(process.Launch.Log) } });

    private static async Task IsTakenAsync(ServerSpec spec)
    {
        using var folder = new TempFolder();
        await using var supervisor = Over(spec with { Processes = spec.Processes with { StateDirectory = folder.Path } });
        supervisor.Open();
        Assert.Equal(["a", "b"], supervisor.Configuration!.Processes.All.Select(process => process.Name));
    }

    /// <summary>The problem is that of a file, word for word.</summary>
    private static async Task IsRefusedLikeAsync(string file, ServerSpec spec)
    {
        var expected = Given.Problem(Given.Texts(file));
        var found = await IsRefusedAsync(spec, expected.Code, expected.Key);
        Assert.Equal(expected.Message, found.Message);
    }

    private static Task<ConfigurationProblem> IsRefusedAsync(ServerSpec spec, string code, string key) => IsRefusedAsync(Loaded(spec), code, key);

    private static async Task<ConfigurationProblem> IsRefusedAsync(ConfigurationResult loaded, string code, string key) =>
        Assert.Single(await RefusedAsync(loaded, code, key));

    private static async Task<IReadOnlyList<ConfigurationProblem>> IsRefusedAsync(ServerSpec spec, int count, string code, string key)
    {
        var problems = await RefusedAsync(Loaded(spec), code, key);
        Assert.Equal(count, problems.Count);
        return problems;
    }

    private static async Task<IReadOnlyList<ConfigurationProblem>> RefusedAsync(ConfigurationResult loaded, string code, string key)
    {
        await using var supervisor = Over(loaded);

        var refused = Assert.Throws<ProcessProxyException>(supervisor.Open);

        Assert.Equal(ErrorCodes.ConfigurationInvalid, refused.Code);
        Assert.All(refused.Problems, problem => Assert.Equal((code, key, 0), (problem.Code, problem.Key, problem.Line)));
        return refused.Problems;
    }

    private static ServerSpec Changed(int index, Func<ProcessSpec, ProcessSpec> change) => Valid with
    {
        Processes = Valid.Processes with { All = [.. Valid.Processes.All.Select((process, at) => at == index ? change(process) : process)] },
    };

    private static RouteSpec Route(string path) => new() { Path = path, Action = new ForwardSpec { Targets = [new("http://localhost:1")] } };

    /// <summary>What was loaded by a source of ours, with another spec.</summary>
    private static ConfigurationResult Loaded(ServerSpec spec) => new ConfigurationResult(Valid, []) { Checked = Valid } with { Spec = spec };

    private static ProcessSupervisor Over(ServerSpec spec) => Over(Loaded(spec));

    private static ProcessSupervisor Over(ConfigurationResult loaded) => new(new Source(loaded), NullLoggerFactory.Instance, TimeProvider.System);

    private sealed class Source(ConfigurationResult loaded) : IConfigurationSource
    {
        public ConfigurationResult Load() => loaded;
    }
}
