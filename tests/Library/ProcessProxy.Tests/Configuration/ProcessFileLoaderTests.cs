using ProcessProxy.Configuration;
using Xunit;

namespace ProcessProxy.Tests.Configuration;

public sealed class ProcessFileLoaderTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_process_file_by_itself_has_the_defaults_and_paths_of_one_that_a_server_names()
    {
        Directory.CreateDirectory(folder.File("config"));
        File.WriteAllText(folder.File("config/processes.yaml"), "processes:\n  web:\n    command: x\n    cwd: app\n");
        var (spec, problems) = new ProcessFileLoader(folder.File("config/processes.yaml")).Load();
        Assert.Empty(problems);
        var process = Assert.Single(spec!.Processes.All);
        Assert.Equal((folder.Path, folder.File("app"), 10), (spec.ProjectDirectory, process.Launch.Cwd, process.Restart.Max));
        Assert.Empty(spec.Routes);
    }

    [Fact]
    public void Its_problems_have_their_place()
    {
        File.WriteAllText(folder.File("p.yaml"), "processes:\n  web:\n    comand: x\n");
        var problem = new ProcessFileLoader(folder.File("p.yaml")).Load().Problems.First(one => one.Code == "PP0101");
        Assert.Equal((folder.File("p.yaml"), 3, 5), (problem.File, problem.Line, problem.Column));
    }

    [Fact]
    public void A_file_that_is_not_there_is_a_problem() =>
        Assert.Equal("PP0001", Assert.Single(new ProcessFileLoader(folder.File("nothing.yaml")).Load().Problems).Code);

    [Fact]
    public void A_text_in_memory_is_read_anew_each_time()
    {
        var text = "processes: {}";
        var loader = ProcessFileLoader.OfText("session", folder.Path, () => text);
        Assert.Empty(loader.Load().Spec!.Processes.All);
        text = """{"processes":{"web":{"command":"x","env":{"A":"$${B}"}}}}""";
        Assert.Equal("${B}", Assert.Single(loader.Load().Spec!.Processes.All).Launch.Env["A"]);
    }
}
