using Xunit;

namespace ProcessProxy.FirstWeek.Programs;

/// <summary>Programs that people run, as they run them, under a health check and behind a route.</summary>
public sealed class WebProgramTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 240_000)]
    public async Task Gunicorn_with_its_workers()
    {
        ProgramProject.Need("gunicorn");
        await using var project = new ProgramProject();
        project.Files.Write("app.py", """
            def app(environ, start_response):
                start_response("200 OK", [("Content-Type", "text/plain")])
                return [b"hello from gunicorn"]
            """);
        var server = await project.StartAsync(
            "command: gunicorn, args: [\"--workers\", \"2\", \"--bind\", \"127.0.0.1:PORT\", \"app:app\"], healthCheck: { enabled: true, path: \"http://127.0.0.1:PORT/\" }");
        await project.LiveThroughAWeekAsync(server, "/", "hello from gunicorn");
    }

    [Fact(Timeout = 240_000)]
    public async Task Nginx_in_the_foreground()
    {
        ProgramProject.Need("nginx");
        await using var project = new ProgramProject();
        project.Files.Write("web/index.html", "hello from nginx").Write("nginx.conf", "user root;\n" + Nginx(project));
        var server = await project.StartAsync(
            $"command: nginx, args: [\"-p\", \"{project.Files.Root}\", \"-c\", \"nginx.conf\", \"-e\", \"stderr\", \"-g\", \"daemon off;\"], stopSignal: SIGQUIT, healthCheck: {{ enabled: true, path: \"http://127.0.0.1:PORT/\" }}");
        await project.LiveThroughAWeekAsync(server, "/", "hello from nginx");
    }

    [Fact(Timeout = 240_000)]
    public async Task A_program_that_puts_itself_into_the_background_is_told_of()
    {
        ProgramProject.Need("nginx");
        await using var project = new ProgramProject();
        project.Files.Write("web/index.html", "hello from nginx").Write("nginx.conf", Nginx(project));
        var server = await project.StartAsync(
            $"command: nginx, args: [\"-p\", \"{project.Files.Root}\", \"-c\", \"nginx.conf\", \"-e\", \"stderr\"], maxRestarts: 0");
        try
        {
            await server.WaitForAsync(ProgramProject.Id, RunState.Failed);
            var diagnosis = await server.Client.GetDiagnosisAsync(ProgramProject.Id, Cancelled);
            Assert.Contains("background", $"{diagnosis.Summary} {string.Join(' ', diagnosis.Details)}", StringComparison.Ordinal);
        }
        finally
        {
            await EndDaemonAsync(project);
        }
    }

    /// <summary>
    /// Ends an nginx in the background that its supervisor has not ended: it clears its environment and leaves its session, and where it does
    /// both before it is in its control group, nothing tells whose it is.
    /// </summary>
    private static async Task EndDaemonAsync(ProgramProject project)
    {
        var file = project.Files.File("nginx.pid");
        if (!await AcceptsAsync(int.Parse(project.Port, System.Globalization.CultureInfo.InvariantCulture)))
        {
            // It listens before it goes into the background.
            return;
        }

        var pid = 0;
        await Wait.Until(() => File.Exists(file) && int.TryParse(File.ReadAllText(file), out pid), "nginx has written its PID file");
        Machine.Signal(pid, Machine.Term);
        await Wait.Until(() => !Machine.IsAlive(pid), "nginx has ended");
    }

    private static async Task<bool> AcceptsAsync(int port)
    {
        using var client = new System.Net.Sockets.TcpClient();
        try
        {
            await client.ConnectAsync(System.Net.IPAddress.Loopback, port, CancellationToken.None);
            return true;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }

    [Fact(Timeout = 240_000)]
    public async Task Redis_which_speaks_no_HTTP_and_a_program_that_waits_for_it()
    {
        ProgramProject.Need("redis-server");
        await using var project = new Project();
        var port = Ports.Free();
        project.Configure($$"""
            redis: { command: redis-server, args: ["--port", "{{port}}", "--bind", "127.0.0.1", "--save", "", "--dir", "{{project.Root}}"] }
            worker: { command: "sh", args: ["-c", "echo began; exec sleep 1000"], dependsOn: [redis] }
            """);
        var server = await project.StartAsync();
        await server.WaitForAsync("worker", RunState.Running);
        await Wait.Until(() => PingAsync(port), "redis answers");
        await server.KillAsync();
        var next = await project.StartAsync();
        Assert.True((await next.Client.GetAsync("redis", Cancelled)).IsReconnected);
        Assert.True(await PingAsync(port));
        Assert.Equal(0, (await next.Client.StopAsync("redis", Cancelled)).LastExit!.Code);
    }

    [Fact(Timeout = 240_000)]
    public async Task The_web_server_that_is_in_PHP()
    {
        ProgramProject.Need("php");
        await using var project = new ProgramProject();
        project.Files.Write("web/index.php", "<?php echo 'hello from php';");
        var server = await project.StartAsync(
            "command: php, args: [\"-S\", \"127.0.0.1:PORT\", \"-t\", \"web\"], healthCheck: { enabled: true, path: \"http://127.0.0.1:PORT/\" }");
        await project.LiveThroughAWeekAsync(server, "/", "hello from php");
    }

    [Fact(Timeout = 240_000)]
    public async Task A_program_that_takes_long_to_listen()
    {
        // As a large Java application does: it runs, prints and answers nobody for seconds.
        ProgramProject.Need("python3");
        await using var project = new ProgramProject();
        project.Files.Write("web/index.html", "hello at last").Write("slow.sh", """
            for step in 1 2 3 4 5 6; do echo "loading $step"; sleep 1; done
            exec python3 -m http.server --bind 127.0.0.1 --directory web "$1"
            """);
        var server = await project.StartAsync(
            "command: sh, args: [\"slow.sh\", \"PORT\"], healthCheck: { enabled: true, path: \"http://127.0.0.1:PORT/\", interval: 1000, retries: 2 }");
        await project.LiveThroughAWeekAsync(server, "/", "hello at last");
    }

    private static string Nginx(ProgramProject project) => $$"""
        pid {{project.Files.Root}}/nginx.pid;
        events {}
        http {
          access_log off;
          client_body_temp_path {{project.Files.Root}}/tmp; proxy_temp_path {{project.Files.Root}}/tmp;
          fastcgi_temp_path {{project.Files.Root}}/tmp; uwsgi_temp_path {{project.Files.Root}}/tmp; scgi_temp_path {{project.Files.Root}}/tmp;
          server { listen 127.0.0.1:{{project.Port}}; root {{project.Files.Root}}/web; }
        }
        """;

    private static async Task<bool> PingAsync(int port)
    {
        if (!await AcceptsAsync(port))
        {
            return false;
        }

        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync(System.Net.IPAddress.Loopback, port, Cancelled);
        var stream = client.GetStream();
        await stream.WriteAsync("PING\r\n"u8.ToArray(), Cancelled);
        using var reader = new StreamReader(stream);
        return await reader.ReadLineAsync(Cancelled) == "+PONG";
    }
}
