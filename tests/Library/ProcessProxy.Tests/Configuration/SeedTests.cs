using ProcessProxy.Configuration;
using Xunit;

namespace ProcessProxy.Tests.Configuration;

public sealed class SeedTests
{
    [Fact]
    public void The_two_files_of_the_seed_load_word_for_word()
    {
        var spec = Given.Valid(Given.Texts(SeedFiles.Proxy, SeedFiles.Processes));

        var expected = new ServerSpec
        {
            ConfigFile = "/srv/app/config/proxy.yaml",
            ProjectDirectory = "/srv/app",
            Listen = new() { Host = "*", Port = 8080, HttpsPort = null },
            Tls = new() { Folder = "/srv/app/certs" },
            Management = new() { Host = "127.0.0.1", Port = 4481, ApiKey = null, Socket = "/srv/app/pids/processproxy.sock" },
            Processes = new()
            {
                StateDirectory = "/srv/app/pids",
                DetachOnExit = false,
                LogHealthChecks = false,
                LogRestarts = true,
                All = [BdsServer()],
            },
        };
        Assert.Equal(expected, spec);
    }

    [Fact]
    public void The_example_with_two_routes_to_one_process_loads_word_for_word()
    {
        var spec = Given.Valid(Given.Texts(SeedFiles.Proxy + "\ntls: { selfSigned: true }\n" + SeedFiles.PhotosRoutes, SeedFiles.PhotosProcesses));

        Assert.Equal(new ListenSpec { Host = "*", Port = 8080, HttpsPort = 8443 }, spec.Listen);
        Assert.Equal(
            [Route("/photos", new("^/photos/", "/")), Route("/app2", new("^/app2/", "/"))],
            spec.Routes);
        var process = Assert.Single(spec.Processes.All);
        Assert.Equal("photos-server", process.Id);
        Assert.Null(process.HealthCheck);
        Assert.Equal(["start", "--", "--config", "/path/to/photos-config"], process.Launch.Args);
        Assert.Equal("/srv/bdreader-server", process.Launch.Cwd);
    }

    [Fact]
    public void The_routes_of_the_example_alone_need_no_process_file()
    {
        var spec = Given.Valid(Given.Texts("tls: { selfSigned: true }\n" + SeedFiles.PhotosRoutes));

        Assert.Equal(2, spec.Routes.Count);
        Assert.Empty(spec.Processes.All);
    }

    private static RouteSpec Route(string path, RewriteRule rule) => new()
    {
        Domain = "home.turpault.me",
        Path = path,
        Action = new ForwardSpec { Targets = [new("http://localhost:8892")] },
        Ssl = true,
        Rewrite = [rule],
    };

    private static ProcessSpec BdsServer() => new()
    {
        Id = "bds-server",
        Name = "bds-server",
        Enabled = true,
        Launch = new()
        {
            Command = "npm",
            Args = ["start", "--", "--config", "/path/to/config"],
            Cwd = "/srv/bdreader-server",
            Env = new([new("NODE_ENV", "production"), new("PORT", "8888")]),
            PidFile = "/srv/app/pids/bds-server.pid",
            CleanupPidOnExit = true,
            Log = new() { File = "/srv/app/logs/bds-server.log", PipeFile = "/srv/app/pids/.bds-server.output", Keep = true, MaxSize = 52_428_800, MaxFiles = 5 },
        },
        Restart = new()
        {
            OnExit = RestartCondition.Always,
            Delay = TimeSpan.FromMilliseconds(2000),
            Max = 10,
            Backoff = RestartBackoff.Constant,
            MaxDelay = TimeSpan.FromMilliseconds(60_000),
            ResetAfter = TimeSpan.FromMilliseconds(60_000),
        },
        Stop = new() { Signal = "SIGTERM", Timeout = TimeSpan.FromMilliseconds(10_000) },
        HealthCheck = new()
        {
            Enabled = true,
            Path = "http://localhost:8888/health",
            Url = new("http://localhost:8888/health"),
            Interval = TimeSpan.FromMilliseconds(30_000),
            Timeout = TimeSpan.FromMilliseconds(5000),
            Retries = 3,
            StartPeriod = TimeSpan.FromMilliseconds(30_000),
            OnUnhealthy = UnhealthyAction.Restart,
        },
    };
}
