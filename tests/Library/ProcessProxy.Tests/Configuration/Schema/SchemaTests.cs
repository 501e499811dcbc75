using NJsonSchema;
using ProcessProxy.Generate;
using Xunit;

namespace ProcessProxy.Tests.Configuration.Schema;

/// <summary>The JSON Schemas that editors use: made of the code that reads the files, committed, and right for the files there are.</summary>
public sealed class SchemaTests
{
    public static TheoryData<string, string> Files => new()
    {
        { "proxy", Repository.Text("config/proxy.yaml") },
        { "processes", Repository.Text("config/processes.yaml") },
        { "proxy", Repository.Text("src/PSModule/Templates/proxy.yaml") },
        { "processes", Repository.Text("src/PSModule/Templates/processes.yaml") },
        { "proxy", SeedFiles.Proxy },
        { "processes", SeedFiles.Processes },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public async Task The_samples_the_starter_files_and_the_first_examples_are_valid(string name, string yaml)
    {
        var schema = await JsonSchema.FromJsonAsync(Made(name), TestContext.Current.CancellationToken);
        Assert.Empty(schema.Validate(YamlAsJson.Of(yaml)));
    }

    [Theory]
    [InlineData("proxy", "prot: 8080", "prot")]
    [InlineData("proxy", "port: 70000", "port")]
    [InlineData("proxy", "reload: sometimes", "reload")]
    [InlineData("proxy", "routes: [{ target: 'http://x', redirectStatus: 303 }]", "redirectStatus")]
    [InlineData("proxy", "routes: [{ rateLimit: {} }]", "requests")]
    [InlineData("processes", "processes: { web: { comand: x } }", "comand")]
    [InlineData("processes", "processes: { web: { args: [] } }", "command")]
    [InlineData("processes", "processes: { web: { command: x, healthCheck: { retries: 0 } } }", "retries")]
    [InlineData("processes", "processes: { '-': { command: x } }", "-")]
    [InlineData("processes", "processes: { web: { command: x, port: 0 } }", "port")]
    [InlineData("processes", "processes: { web: { command: x, port: any } }", "port")]
    [InlineData("processes", "processes: { web: { command: x, instances: 101 } }", "instances")]
    [InlineData("processes", "processes: { web: { command: x, replace: never } }", "replace")]
    public async Task What_the_server_refuses_an_editor_marks(string name, string yaml, string key)
    {
        var schema = await JsonSchema.FromJsonAsync(Made(name), TestContext.Current.CancellationToken);
        Assert.Contains(key, string.Join('\n', schema.Validate(YamlAsJson.Of(yaml))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("proxy", "{ port: 0, host: ~, httpsPort: , routes: [{ target: 'http://x', redirectStatus: 301, maxRequestBody: 10MB, hsts: true, headers: { A: 1 } }] }")]
    [InlineData("processes", "processes: { web: { command: x, port: auto, instances: 2, replace: rolling, drainTimeout: 5s }, db: { command: x, port: 3000, start: on-demand } }")]
    [InlineData("processes", "settings: { portRange: 20000-20100 }")]
    [InlineData("processes", "processes: { web: { command: true, args: [1, a], env: { PORT: 1 }, healthCheck: }, other: { command: x, stopTimeout: 1 } }")]
    public async Task What_the_server_takes_an_editor_does_not_mark(string name, string yaml)
    {
        var schema = await JsonSchema.FromJsonAsync(Made(name), TestContext.Current.CancellationToken);
        Assert.Empty(schema.Validate(YamlAsJson.Of(yaml)));
    }

    [Fact]
    public void Descriptions_and_defaults_are_there()
    {
        var schema = System.Text.Json.JsonDocument.Parse(Made("processes")).RootElement
            .GetProperty("properties").GetProperty("processes").GetProperty("patternProperties").EnumerateObject().Single().Value.GetProperty("properties");

        Assert.Equal(2000, schema.GetProperty("restartDelay").GetProperty("default").GetInt32());
        Assert.Equal("variables added to the environment of the server. ${NAME} is expanded; null removes a variable of the server", schema.GetProperty("env").GetProperty("description").GetString());
        Assert.Equal("SIGTERM", schema.GetProperty("stopSignal").GetProperty("default").GetString());
        Assert.Equal(3, schema.GetProperty("healthCheck").GetProperty("anyOf")[1].GetProperty("properties").GetProperty("retries").GetProperty("default").GetInt32());
    }

    [Theory]
    [InlineData("config/proxy.yaml", "proxy")]
    [InlineData("config/processes.yaml", "processes")]
    [InlineData("src/PSModule/Templates/proxy.yaml", "proxy")]
    [InlineData("src/PSModule/Templates/processes.yaml", "processes")]
    public void Starter_files_name_their_schema(string file, string name) =>
        Assert.Equal($"# yaml-language-server: $schema=./{name}.schema.json", Repository.Text(file).Split('\n')[0]);

    private static string Made(string name) => SchemaText.Of(name, name == "proxy" ? KeyTree.OfProxyFile() : KeyTree.OfProcessFile());
}
