using ProcessProxy.Configuration;
using ProcessProxy.Configuration.Problems;
using Xunit;

namespace ProcessProxy.Tests.Configuration;

/// <summary>What is short for something longer: units, and a single value for a map.</summary>
public sealed class ShortFormTests
{
    [Theory]
    [InlineData("500", 500)]
    [InlineData("500ms", 500)]
    [InlineData("2s", 2000)]
    [InlineData("'2 s'", 2000)]
    [InlineData("5m", 300_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("1d", 86_400_000)]
    public void A_duration_may_have_a_unit(string written, int milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Given.Process(Given.Web($"stopTimeout: {written}")).Stop.Timeout);

    [Theory]
    [InlineData("1h30m", ProblemCodes.WrongType)]
    [InlineData("1.5s", ProblemCodes.WrongType)]
    [InlineData("-1s", ProblemCodes.WrongType)]
    [InlineData("2S", ProblemCodes.WrongType)]
    [InlineData("'500'", ProblemCodes.WrongType)]
    [InlineData("s", ProblemCodes.WrongType)]
    [InlineData("25d", ProblemCodes.OutOfRange)]
    [InlineData("99999999999999999999d", ProblemCodes.OutOfRange)]
    public void What_is_no_duration_is_a_problem_at_its_place(string written, string code)
    {
        var problem = Given.Problem(Given.Processes(Given.Web($"stopTimeout: {written}")));
        Assert.Equal((code, "processes.web.stopTimeout", 4), (problem.Code, problem.Key, problem.Line));
    }

    [Theory]
    [InlineData("512M", 512L << 20)]
    [InlineData("50MB", 50L << 20)]
    [InlineData("1G", 1L << 30)]
    [InlineData("2048k", 2L << 20)]
    public void A_size_may_have_a_unit(string written, long bytes) => Assert.Equal(bytes, Given.Process(Given.Web($"maxMemory: {written}")).MaxMemory);

    [Theory]
    [InlineData("true", "http://localhost:81/health")]
    [InlineData("/ready", "http://localhost:81/ready")]
    [InlineData("'http://h/x'", "http://h/x")]
    public void A_health_check_may_be_true_or_a_path(string written, string url) =>
        Assert.Equal(url, Given.Process(Given.Web("env: { PORT: 81 }", $"healthCheck: {written}")).HealthCheck?.Url.AbsoluteUri);

    [Fact]
    public void A_health_check_that_is_false_is_off_also_against_settings() => Assert.Null(Given.Process(
        Given.Web("env: { PORT: 81 }", "healthCheck: false") + "settings: { defaultHealthCheck: { enabled: true } }\n").HealthCheck);

    [Theory]
    [InlineData("8080", ProblemCodes.WrongType, "processes.web.healthCheck")]
    [InlineData("'ftp://h/x'", ProblemCodes.InvalidHealthUrl, "processes.web.healthCheck.path")]
    [InlineData("[a]", ProblemCodes.WrongType, "processes.web.healthCheck")]
    public void What_is_no_health_check_is_a_problem_at_its_place(string written, string code, string key)
    {
        var problem = Given.Problem(Given.Processes(Given.Web($"healthCheck: {written}")));
        Assert.Equal((code, key, 4), (problem.Code, problem.Key, problem.Line));
    }

    [Theory]
    [InlineData("true", RestartCondition.Always)]
    [InlineData("false", RestartCondition.Never)]
    [InlineData("onFailure", RestartCondition.OnFailure)]
    public void A_restart_on_exit_may_depend_on_how_it_ended(string written, RestartCondition condition) =>
        Assert.Equal(condition, Given.Process(Given.Web($"restartOnExit: {written}")).Restart.OnExit);

    [Theory]
    [InlineData("on-failure", "onFailure")]
    [InlineData("always", "true")]
    [InlineData("unless-stopped", "true")]
    [InlineData("'no'", "false")]
    [InlineData("sometimes", null)]
    public void The_words_of_other_supervisors_are_understood(string written, string? suggestion)
    {
        var problem = Given.Problem(Given.Processes(Given.Web($"restartOnExit: {written}")));
        Assert.Equal((ProblemCodes.WrongType, suggestion), (problem.Code, problem.Suggestion));
    }

    [Fact]
    public void What_is_waited_for_may_be_named()
    {
        const string Others = "  db: { command: db, healthCheck: 'http://h/x' }\n  migrate: { command: migrate }\n  cache: { command: cache }\n";
        var web = Given.Valid(Given.Processes(Given.Web("dependsOn: { db: healthy, migrate: completed, cache: }") + Others)).Processes.All[0];
        Assert.Equal(
            [new("db", DependencyCondition.Healthy), new("migrate", DependencyCondition.Completed), new Dependency("cache")], web.DependsOn);
        Assert.Equal(
            "db: healthy, migrate: completed, cache: ", Assert.IsType<ProcessConfiguration>(web.ToConfiguration()["dependsOn"]).ToString());
    }

    [Theory]
    [InlineData("{ db: ready }", ProblemCodes.NotAChoice, "processes.web.dependsOn.db")]
    [InlineData("{ dc: started }", ProblemCodes.UnknownDependency, "processes.web.dependsOn.dc")]
    [InlineData("{ db: healthy }", ProblemCodes.Contradiction, "processes.web.dependsOn.db")]
    [InlineData("db", ProblemCodes.WrongType, "processes.web.dependsOn")]
    public void What_cannot_be_waited_for_is_a_problem_at_its_place(string written, string code, string key)
    {
        var problem = Given.Problem(Given.Processes(Given.Web($"dependsOn: {written}") + "  db: { command: db }\n"));
        Assert.Equal((code, key, 4), (problem.Code, problem.Key, problem.Line));
    }

    [Fact]
    public void Jitter_is_a_share_of_the_pause() => Assert.Equal(25, Given.Process(Given.Web("restartJitter: 25")).Restart.Jitter);

    [Theory]
    [InlineData("101")]
    [InlineData("-1")]
    public void Jitter_is_from_none_to_all(string written) =>
        Assert.Equal(ProblemCodes.OutOfRange, Given.Problem(Given.Processes(Given.Web($"restartJitter: {written}"))).Code);
}
