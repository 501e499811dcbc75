using ProcessProxy.Configuration;
using ProcessProxy.Configuration.Problems;
using Xunit;

namespace ProcessProxy.Tests.Configuration;

public sealed class ScheduleTests
{
    [Fact]
    public void A_schedule_that_says_only_when_skips_and_has_no_limit()
    {
        var job = Given.Process(Given.Web("schedule: { cron: '0 3 * * *' }"));

        Assert.Equal(new ScheduleSpec { Cron = "0 3 * * *", Overlap = OverlapAction.Skip }, job.Schedule);
        Assert.Equal(RestartCondition.Never, job.Restart.OnExit);
    }

    [Fact]
    public void A_schedule_says_all_it_can() => Assert.Equal(
        new ScheduleSpec { Cron = "*/10 * * * * *", TimeZone = "Europe/Berlin", Overlap = OverlapAction.Kill, MaxDuration = TimeSpan.FromMilliseconds(5000) },
        Given.Process(Given.Web("schedule: { cron: '*/10 * * * * *', timezone: Europe/Berlin, overlap: kill, maxDuration: 5000 }")).Schedule);

    [Theory]
    [InlineData("@daily")]
    [InlineData("@hourly")]
    [InlineData("@every_minute")]
    [InlineData("0 9-17 * * MON-FRI")]
    [InlineData("0 0 L * *")]
    [InlineData("0 0 29 2 *")]
    [InlineData("  0   3 * * *  ")]
    public void Expressions_and_macros_are_taken(string cron) =>
        Assert.Equal(cron, Given.Process(Given.Web($"schedule: {{ cron: \"{cron}\" }}")).Schedule!.Cron);

    [Theory]
    [InlineData("61 * * * *", "is not a cron expression: Minutes: Value must be")]
    [InlineData("* * * *", "has 4 fields: ")]
    [InlineData("often", "has 1 field: ")]
    [InlineData("0 0 0 1 1 * 2030", "has 7 fields: ")]
    [InlineData("@fortnightly", "is not a cron expression: ")]
    [InlineData("0 0 30 2 *", "never occurs")]
    [InlineData("H H * * *", "is not a cron expression: ")]
    public void What_is_no_expression_is_an_error_at_its_place(string cron, string why)
    {
        var problem = Given.Problem(Given.Processes(Given.Web($"schedule: {{ cron: '{cron}' }}")));

        Assert.Equal((ProblemCodes.InvalidCron, "processes.web.schedule.cron", 4, 23), (problem.Code, problem.Key, problem.Line, problem.Column));
        Assert.Contains($"('{cron}') {why}", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Europe/Berlni", "Europe/Berlin")]
    [InlineData("america/new_york", "America/New_York")]
    [InlineData("../../etc/hostname", null)]
    [InlineData("/etc/localtime", null)]
    [InlineData("Mars", null)]
    public void An_unknown_time_zone_is_an_error_that_names_the_nearest(string zone, string? nearest)
    {
        var problem = Given.Problem(Given.Processes(Given.Web($"schedule: {{ cron: '@daily', timezone: '{zone}' }}")));

        Assert.Equal((ProblemCodes.UnknownTimeZone, "processes.web.schedule.timezone"), (problem.Code, problem.Key));
        Assert.True(nearest is null || problem.Suggestion == nearest, $"suggested was {problem.Suggestion}");
    }

    [Theory]
    [InlineData("{}", ProblemCodes.MissingKey)]
    [InlineData("{ overlap: skip }", ProblemCodes.MissingKey)]
    [InlineData("{ cron: [] }", ProblemCodes.WrongType)]
    [InlineData("{ cron: '@daily', overlap: both }", ProblemCodes.NotAChoice)]
    [InlineData("{ cron: '@daily', maxDuration: 0 }", ProblemCodes.OutOfRange)]
    [InlineData("{ cron: '@daily', maxduration: 1 }", ProblemCodes.UnknownKey)]
    [InlineData("'@daily'", ProblemCodes.WrongType)]
    public void What_is_wrong_is_one_error(string schedule, string code)
    {
        // A text where a map is meant reads as an empty map, so what it lacks is told too.
        var problems = Given.Processes(Given.Web($"schedule: {schedule}")).Problems;

        Assert.Equal(code, problems[0].Code);
    }

    [Fact]
    public void A_failed_run_is_tried_again_only_if_the_job_itself_says_so()
    {
        const string Settings = "settings: { defaultRestart: { restartOnExit: true, maxRestarts: 3 } }";

        Assert.Equal(RestartCondition.Never, Given.Process(Given.Web("schedule: { cron: '@daily' }") + Settings).Restart.OnExit);
        var retried = Given.Process(Given.Web("schedule: { cron: '@daily' }", "restartOnExit: true") + Settings).Restart;
        Assert.Equal((RestartCondition.Always, 3), (retried.OnExit, retried.Max));
    }

    [Fact]
    public void A_health_check_of_a_job_is_an_error_and_one_by_default_is_off()
    {
        var problem = Given.Problem(Given.Processes(Given.Web("schedule: { cron: '@daily' }", "healthCheck: { enabled: true, path: 'http://h' }")));
        Assert.Equal((ProblemCodes.Contradiction, "processes.web.healthCheck.enabled"), (problem.Code, problem.Key));

        Assert.Null(Given.Process(
            Given.Web("schedule: { cron: '@daily' }") + "settings: { defaultHealthCheck: { enabled: true, path: 'http://h' } }").HealthCheck);
    }

    [Fact]
    public void Nothing_can_wait_for_a_job()
    {
        const string Job = "  job: { command: j, schedule: { cron: '@daily' }, dependsOn: [db] }\n  db: { command: d }\n";
        var dependent = Given.Problem(Given.Processes(Given.Web("dependsOn: [job]") + Job));
        Assert.Equal((ProblemCodes.NotForJobs, "processes.web.dependsOn[0]"), (dependent.Code, dependent.Key));

        var route = Given.Problem(Given.Texts(Given.NamesProcessFile + "routes: [{ target: 'http://x', process: job }]", Given.Web() + Job));
        Assert.Equal((ProblemCodes.NotForJobs, "routes[0].process"), (route.Code, route.Key));
    }
}
