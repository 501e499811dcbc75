using Xunit;

namespace ProcessProxy.FirstWeek.Programs;

/// <summary>Programs that start others and hand on to them: a cluster of Node, a tool that watches and builds.</summary>
public sealed class NodeAndDotNetTests
{
    private const string Cluster = """
        const cluster = require("node:cluster");
        if (cluster.isPrimary) {
          for (let i = 0; i < 2; i++) cluster.fork();
          cluster.on("exit", () => cluster.fork());
        } else {
          const app = require("express")();
          app.get("/", (request, response) => response.send("hello from express"));
          app.listen(Number(process.argv[2]), "127.0.0.1");
        }
        """;

    [Fact(Timeout = 300_000)]
    public async Task A_cluster_of_Express()
    {
        ProgramProject.Need("npm");
        await using var project = new ProgramProject();
        project.Files.Write("cluster.js", Cluster).Write("package.json", "{ \"name\": \"cluster\", \"private\": true }");
        var installed = await Tool.RunAsync(TimeSpan.FromMinutes(3), "npm", project.Files.Root, "install", "--no-audit", "--no-fund", "--prefer-offline", "express@5");
        Assert.SkipWhen(installed.ExitCode != 0, $"express cannot be installed here: {installed.Errors}");
        var server = await project.StartAsync(
            "command: node, args: [\"cluster.js\", \"PORT\"], healthCheck: { enabled: true, path: \"http://127.0.0.1:PORT/\" }");
        await project.LiveThroughAWeekAsync(server, "/", "hello from express");
    }

    [Fact(Timeout = 300_000)]
    public async Task A_web_application_under_dotnet_watch()
    {
        ProgramProject.Need("dotnet");
        await using var project = new ProgramProject();
        project.Files.Write("web/web.csproj", """
            <Project Sdk="Microsoft.NET.Sdk.Web"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>
            """).Write("web/Program.cs", """
            var app = Microsoft.AspNetCore.Builder.WebApplication.Create(args);
            Microsoft.AspNetCore.Builder.EndpointRouteBuilderExtensions.MapGet(app, "/", () => "hello from dotnet watch");
            app.Run();
            """);
        // Nobody is to keep a build running for the next one.
        var server = await project.StartAsync(
            "command: dotnet, args: [\"watch\", \"run\", \"--no-launch-profile\", \"--non-interactive\"], cwd: \"./web\", env: { ASPNETCORE_URLS: \"http://127.0.0.1:PORT\", MSBUILDDISABLENODEREUSE: \"1\" }, "
            + "healthCheck: { enabled: true, path: \"http://127.0.0.1:PORT/\", startPeriod: 180000 }");
        await project.LiveThroughAWeekAsync(server, "/", "hello from dotnet watch", holds: false);
    }
}
