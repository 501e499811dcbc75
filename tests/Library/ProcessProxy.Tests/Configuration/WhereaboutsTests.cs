using ProcessProxy.Configuration;
using Xunit;

namespace ProcessProxy.Tests.Configuration;

/// <summary>A server is found whatever is wrong with its files.</summary>
public sealed class WhereaboutsTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Without_a_file_the_usual_places_are_meant()
    {
        var usual = Read();
        Assert.Equal((folder.File("pids"), "http://127.0.0.1:4481/", null), (usual.StateDirectory, usual.Management?.ToString(), usual.ApiKey));
    }

    [Theory]
    [InlineData("settings: { pidManagement: { defaultPidDir: run } }")]
    [InlineData("settings: { pidManagement: { defaultPidDir: run } }\nprocesses: { web: { comand: x, env: { A: \"${ONLY_THE_SERVER_HAS_IT}\" } } }")]
    [InlineData("settings:\n  pidManagement:\n    defaultPidDir: \"run\" # beside the logs\nprocesses: [")]
    public void The_state_folder_is_read_from_a_file_that_could_not_be_run(string processes)
    {
        Write("proxy.yaml", "processConfigFile: processes.yaml\nroutes: oops");
        Write("processes.yaml", processes);
        Assert.Equal(folder.File("run"), Read().StateDirectory);
    }

    [Theory]
    [InlineData("processConfigFile: processes.yaml\nroutes: [")]
    [InlineData("processConfigFile: processes.yaml\nnonsense: { a: b }")]
    public void The_process_file_is_found_through_a_broken_file(string proxy)
    {
        Write("proxy.yaml", proxy);
        Write("processes.yaml", "settings: { pidManagement: { defaultPidDir: elsewhere } }");
        Assert.Equal(folder.File("elsewhere"), Read().StateDirectory);
    }

    [Theory]
    [InlineData("settings: { pidManagement: { defaultPidDir: [a, list] } }")]
    [InlineData("settings: { pidManagement: { defaultPidDir: \"nul\\0\" } }")]
    [InlineData("settings: [1, 2]")]
    [InlineData("just text")]
    [InlineData("defaultPidDir: [")]
    [InlineData("\u0001")]
    public void What_cannot_be_a_folder_leaves_the_usual_one(string text)
    {
        Write("proxy.yaml", text);
        Assert.Equal(folder.File("pids"), Read().StateDirectory);
    }

    [Theory]
    [InlineData("management: { host: 10.1.2.3, port: 5000 }", "http://10.1.2.3:5000/")]
    [InlineData("management: { host: \"::1\" }", "http://[::1]:4481/")]
    [InlineData("management: { host: \"*\", port: 5000 }", "http://127.0.0.1:5000/")]
    [InlineData("management: { port: many }", "http://127.0.0.1:4481/")]
    [InlineData("management: { host: none }", null)]
    [InlineData("management: { host: \"no host at all\" }", null)]
    public void The_management_address_is_where_it_can_be_reached_from_here(string text, string? expected)
    {
        Write("proxy.yaml", text);
        Assert.Equal(expected, Read().Management?.ToString());
    }

    [Fact]
    public void The_key_is_the_one_that_is_written()
    {
        Write("proxy.yaml", "management: { apiKey: correct-horse }");
        Assert.Equal("correct-horse", Read().ApiKey);
    }

    [Fact]
    public void The_key_may_stand_in_a_file_of_its_own()
    {
        Write("proxy.yaml", "management: { apiKeyFile: key }");
        Assert.Null(Read().ApiKey);
        Write("key", "  correct-horse\n");
        Assert.Equal("correct-horse", Read().ApiKey);
    }

    private Whereabouts Read() => Whereabouts.Read(new ConfigurationLoader(folder.File("proxy.yaml")));

    private void Write(string name, string text) => File.WriteAllText(folder.File(name), text);
}
