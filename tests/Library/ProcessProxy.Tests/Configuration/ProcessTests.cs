using ProcessProxy.Configuration.Problems;
using Xunit;

namespace ProcessProxy.Tests.Configuration;

public sealed class ProcessTests
{
    public static TheoryData<string> GoodIds => ["a", "A-1", "web.api_2", "0", new string('x', 64)];

    public static TheoryData<string> BadIds => ["''", "-a", ".a", "_a", "a b", "a/b", "é", "..", "\"a\\n\"", new string('x', 65)];

    [Theory]
    [MemberData(nameof(GoodIds))]
    public void An_id_of_letters_digits_dots_underscores_and_hyphens_is_valid(string id) =>
        Assert.Equal(id, Given.Process($"processes: {{ {id}: {{ command: run }} }}").Id);

    [Theory]
    [MemberData(nameof(BadIds))]
    public void Any_other_id_is_an_error(string id) =>
        Assert.Equal(ProblemCodes.InvalidId, Given.Problem(Given.Processes($"processes: {{ {id}: {{ command: run }} }}")).Code);

    [Theory]
    [InlineData("reload")]
    [InlineData("Reload")]
    public void The_id_that_would_hide_a_call_of_the_API_is_an_error(string id) =>
        Assert.Equal(ProblemCodes.ReservedId, Given.Problem(Given.Processes($"processes: {{ {id}: {{ command: run }} }}")).Code);

    [Fact]
    public void Ids_that_differ_by_case_only_are_an_error()
    {
        var problem = Given.Problem(Given.Processes("processes:\n  web: { command: run }\n  Web: { command: run }\n"));

        Assert.Equal((ProblemCodes.IdsDifferByCase, 3), (problem.Code, problem.Line));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("~")]
    [InlineData("NULL")]
    public void A_variable_that_is_null_is_not_passed_on(string value)
    {
        var launch = Given.Process(Given.Web($"env: {{ A: {value}, B: 'null', C: '' }}")).Launch;

        Assert.Equal(["A"], launch.Unset);
        Assert.Equal("null", launch.Env["B"]);
        Assert.Equal("", launch.Env["C"]);
        Assert.False(launch.Env.ContainsKey("A"));
    }

    [Theory]
    [InlineData("env: { FOO: , BAR: x }")]
    [InlineData("env: { FOO, BAR: x }")]
    [InlineData("env:\n      FOO:\n      BAR: x")]
    public void A_variable_without_a_value_is_removed_like_one_that_is_null(string line)
    {
        var launch = Given.Process(Given.Web(line)).Launch;

        Assert.Equal(["FOO"], launch.Unset);
        Assert.Equal("BAR", Assert.Single(launch.Env.Keys));
    }

    [Theory]
    [InlineData("pidFile: run/web.pid", "/srv/app/run/web.pid")]
    [InlineData("pidFile: /run/web.pid", "/run/web.pid")]
    [InlineData("pidDir: ../run", "/srv/run/web.pid")]
    [InlineData("pidDir: /run/", "/run/web.pid")]
    public void The_PID_file_is_the_one_named_or_in_the_folder_named(string line, string expected) =>
        Assert.Equal(expected, Given.Process(Given.Web(line)).Launch.PidFile);

    [Fact]
    public void A_PID_file_wins_over_a_folder() =>
        Assert.Equal("/run/a.pid", Given.Process(Given.Web("pidDir: /elsewhere", "pidFile: /run/a.pid")).Launch.PidFile);

    [Theory]
    [InlineData("/srv/app/pids/other.pid")]
    [InlineData("pids/../pids/other.pid")]
    [InlineData("pids/other.state")]
    [InlineData("pids/web.state")]
    [InlineData("pids/.other.output")]
    [InlineData("logs/other.log")]
    [InlineData("logs/web.log.stderr")]
    [InlineData("config/proxy.yaml")]
    [InlineData("config/processes.yaml")]
    public void A_PID_file_that_has_another_use_is_an_error(string file) => Assert.Equal(
        ProblemCodes.FileConflict,
        Given.Problem(Given.Processes($"processes:\n  other: {{ command: run }}\n  web: {{ command: run, pidFile: {file} }}\n")).Code);

    [Fact]
    public void A_PID_file_that_is_a_folder_is_an_error() =>
        Assert.Equal(ProblemCodes.InvalidText, Given.Problem(Given.Processes(Given.Web("pidFile: run/"))).Code);

    [Fact]
    public void What_a_process_depends_on_is_kept_in_order() => Assert.Equal(
        ["b", "c"],
        Given.Valid(Given.Processes("processes: { a: { command: x, dependsOn: [b, c] }, b: { command: x, dependsOn: [c] }, c: { command: x } }"))
            .Processes.All[0].DependsOn);

    [Fact]
    public void An_unknown_dependency_names_the_nearest_id()
    {
        var problem = Given.Problem(Given.Processes("processes: { database: { command: x }, a: { command: x, dependsOn: [databse] } }"));

        Assert.Equal((ProblemCodes.UnknownDependency, "processes.a.dependsOn[0]", "database"), (problem.Code, problem.Key, problem.Suggestion));
    }

    [Theory]
    [InlineData("a: [a]", "a → a")]
    [InlineData("a: [b], b: [a]", "a → b → a")]
    [InlineData("x: [a], a: [b], b: [c], c: [a]", "a → b → c → a")]
    public void Processes_that_wait_for_one_another_are_one_error(string edges, string cycle)
    {
        var ids = edges.Split("], ");
        var processes = string.Concat(ids.Select(edge => $"  {edge.Split(':')[0]}: {{ command: x, dependsOn: {edge.Split(": ")[1].TrimEnd(']')}] }}\n"));

        var problem = Given.Problem(Given.Processes("processes:\n" + processes));

        Assert.Equal(ProblemCodes.DependencyCycle, problem.Code);
        Assert.Contains(cycle, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(21, "p19 → p20 → p0.", false)]
    [InlineData(22, "p19 → p20 → … → p0.", true)]
    [InlineData(500, "p19 → p20 → … → p0.", true)]
    public void A_cycle_that_is_too_long_to_be_shown_is_shown_as_cut(int count, string end, bool isCut)
    {
        var processes = Enumerable.Range(0, count).Select(index => $"p{index}: {{ command: run, dependsOn: [p{(index + 1) % count}] }}");

        var message = Given.Problem(Given.Processes($"processes: {{ {string.Join(", ", processes)} }}")).Message;

        Assert.StartsWith("Processes depend on each other in a cycle: p0 → p1 → ", message, StringComparison.Ordinal);
        Assert.EndsWith(end, message, StringComparison.Ordinal);
        Assert.Equal(isCut, message.Contains('…', StringComparison.Ordinal));
    }

    [Fact]
    public void A_chain_of_thousands_is_no_cycle()
    {
        var chain = string.Concat(Enumerable.Range(0, 5000).Select(number => $"  p{number}: {{ command: x, dependsOn: [p{number + 1}] }}\n"));

        Assert.Equal(5001, Given.Valid(Given.Processes($"processes:\n{chain}  p5000: {{ command: x }}\n")).Processes.All.Count);
    }

    [Theory]
    [InlineData("restartDelay: 10", "maxRestartDelay: 9")]
    [InlineData("maxRestartDelay: 1999", "name: x")]
    public void A_longest_delay_shorter_than_the_delay_is_a_contradiction(string first, string second) =>
        Assert.Equal(ProblemCodes.Contradiction, Given.Problem(Given.Processes(Given.Web(first, second))).Code);

    [Fact]
    public void A_contradiction_in_the_settings_is_reported_once()
    {
        var problem = Given.Problem(Given.Processes(
            "processes: { a: { command: x }, b: { command: x } }\nsettings: { defaultRestart: { restartDelay: 10, maxRestartDelay: 9 } }"));

        Assert.Equal((ProblemCodes.Contradiction, "settings.defaultRestart.maxRestartDelay"), (problem.Code, problem.Key));
    }

    [Fact]
    public void A_delay_above_the_default_limit_lifts_it() =>
        Assert.Equal(TimeSpan.FromSeconds(90), Given.Process(Given.Web("restartDelay: 90000")).Restart.MaxDelay);
}
