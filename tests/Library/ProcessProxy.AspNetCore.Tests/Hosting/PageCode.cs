using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using ProcessProxy.Configuration;

namespace ProcessProxy.AspNetCore.Tests.Hosting;

/// <summary>The blocks of docs/embedding.md, word for word, each in a method: <see cref="PageTests"/> hold the two together and run them.</summary>
internal static class PageCode
{
    public static void WebApplicationWithTwoProgramsAndARoute(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHealthChecks().AddProcessProxy();
        builder.Services.AddProcessProxy(options => options
            .AddProcess("api", p => { p.Command = "node"; p.Args = ["server.js"]; p.Env["PORT"] = "3017"; p.HealthCheck.Path = "/health"; })
            .AddProcess("worker", p => { p.Command = "node"; p.Args = ["worker.js"]; p.DependsOn = ["api"]; })
            .AddRoute("/shop", r => { r.Target = "http://localhost:3017"; r.Process = "api"; }));

        var app = builder.Build();
        app.MapHealthChecks("/healthz");
        app.MapProcessProxy();
        app.Run();
    }

    public static void WithAFile(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddProcessProxy("config/proxy.yaml");

        var app = builder.Build();
        app.MapProcessProxy();
        app.MapProcessProxyApi();
        app.MapProcessProxyDashboard();
        app.Run();
    }

    public static void FromTheApplicationsSettings(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddProcessProxy(builder.Configuration.GetSection("ProcessProxy"));

        var app = builder.Build();
        app.MapGet("/pid", async (IProcessClient processes) => (await processes.GetAsync("api")).Pid);
        app.MapPost("/restart", async (IProcessClient processes) => (await processes.RestartAsync("api")).Pid);
        app.MapProcessProxy();
        app.Run();
    }

    public static async Task WithoutAspNetAsync()
    {
        var options = new ProcessProxyOptions { ProjectDirectory = AppContext.BaseDirectory }
            .AddProcess("web", p => { p.Command = "node"; p.Args = ["worker.js"]; });
        var supervisor = new ProcessSupervisor(options, NullLoggerFactory.Instance, TimeProvider.System);
        await supervisor.StartAsync();
        Console.WriteLine((await supervisor.Client.GetAsync("web")).State);
        await supervisor.StopAsync(); // DisposeAsync() leaves the programs running for the next supervisor
    }

    public static async Task TalkToAServerAsync()
    {
        using var client = new HttpProcessClient(new Uri("http://127.0.0.1:4481"));
        foreach (var process in await client.ListAsync())
        {
            Console.WriteLine($"{process.Id} {process.State} {process.Health}: {process.Reason}");
        }

        var page = await client.ReadLogAsync("web", new LogQuery(10));
        Console.WriteLine(page.Logs.Count);
    }
}
