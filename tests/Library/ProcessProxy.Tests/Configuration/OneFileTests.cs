using ProcessProxy.Configuration;
using ProcessProxy.Configuration.Problems;
using Xunit;

namespace ProcessProxy.Tests.Configuration;

/// <summary><c>processes</c> and <c>settings</c> in <c>proxy.yaml</c> itself.</summary>
public sealed class OneFileTests
{
    private const string Routes = "routes: [{ target: 'http://localhost:1', process: web }]\n";
    private const string Processes = "processes: { web: { command: run } }\nsettings: { defaultRestart: { maxRestarts: 3 } }\n";

    [Fact]
    public void Processes_may_stand_beside_the_routes()
    {
        var spec = Given.Valid(Given.Texts(Routes + Processes));
        var web = Assert.Single(spec.Processes.All);
        Assert.Equal(("web", 3), (web.Id, web.Restart.Max));
        Assert.Equal(Given.ProxyFile, spec.Sources.Find("processes", "web", "command")?.File);
    }

    [Fact]
    public void Moving_them_to_a_file_of_their_own_is_no_change() => Assert.Equal(
        Given.Valid(Given.Texts(Routes + Processes)), Given.Valid(Given.Texts(Given.NamesProcessFile + Routes, Processes)));

    [Theory]
    [InlineData("processes: { web: { command: run } }\n")]
    [InlineData("settings: { onExit: stop }\n")]
    public void In_both_is_a_contradiction_at_the_name_of_the_file(string here)
    {
        var problem = Given.Problem(Given.Texts(Given.NamesProcessFile + here, Processes));
        Assert.Equal((ProblemCodes.Contradiction, Given.ProxyFile, 1, "processConfigFile"), (problem.Code, problem.File, problem.Line, problem.Key));
    }

    [Fact]
    public void A_null_file_names_none() => Assert.Single(Given.Valid(Given.Texts("processConfigFile:\n" + Routes + Processes)).Processes.All);

    [Theory]
    [InlineData("processes: { web: { comand: run } }", "processes.web.comand")]
    [InlineData("settings: { onExitt: stop }", "settings.onExitt")]
    public void A_misspelt_key_is_told_with_its_place(string here, string key)
    {
        var problem = Given.Texts(here).Problems.Single(problem => problem.Code == ProblemCodes.UnknownKey);
        Assert.Equal((Given.ProxyFile, key), (problem.File, problem.Key));
    }

    [Fact]
    public void Keys_that_begin_with_x_are_left_alone() => Assert.Equal("run", Assert.Single(Given.Valid(Given.Texts(
        "x-common: &common { command: run }\nprocesses: { web: { <<: *common } }\n")).Processes.All).Launch.Command);

    [Fact]
    public void Within_a_map_they_are_unknown() =>
        Assert.Equal(ProblemCodes.UnknownKey, Given.Problem(Given.Processes(Given.Web("x-note: y"))).Code);
}
