using ProcessProxy.Configuration.Problems;
using Xunit;

namespace ProcessProxy.Tests.Configuration;

public sealed class BindingTests
{
    [Fact]
    public void A_misspelt_key_names_the_nearest_valid_one()
    {
        var problem = Given.Problem(Given.Processes(Given.Web("restrtDelay: 5")));

        Assert.Equal(
            new ConfigurationProblem(Given.ProcessFile, 4, 5, ProblemCodes.UnknownKey, "processes.web.restrtDelay", problem.Message, "restartDelay"),
            problem);
    }

    [Theory]
    [InlineData("prot: 1", "port")]
    [InlineData("processconfigfile: x", "processConfigFile")]
    [InlineData("management: { apikey: x }", "apiKey")]
    [InlineData("routes: [{ target: 'http://x', doman: y }]", "domain")]
    [InlineData("routes: [{ type: static, staticPath: x, dir: x }]", "staticPath")]
    [InlineData("zzzzzzzz: 1", null)]
    public void An_unknown_key_of_the_proxy_file_is_an_error(string text, string? suggestion)
    {
        var problem = Given.Problem(Given.Texts(text));

        Assert.Equal((ProblemCodes.UnknownKey, suggestion), (problem.Code, problem.Suggestion));
    }

    [Theory]
    [InlineData("setting: {}", "settings")]
    [InlineData("settings: { defaultHealthcheck: {} }", "defaultHealthCheck")]
    [InlineData("settings: { defaultHealthCheck: { intervall: 1 } }", "interval")]
    [InlineData("settings: { defaultRestart: { maxRestart: 1 } }", "maxRestarts")]
    [InlineData("settings: { pidManagement: { pidDir: x } }", null)]
    [InlineData("settings: { logging: { maxsize: 1 } }", "maxSize")]
    [InlineData("processes: { web: { command: run, healthCheck: { enable: true } } }", "enabled")]

    // What other supervisors call it, which is often nearer to another key of ours.
    [InlineData("processes: { web: { command: run, environment: {} } }", "env")]
    [InlineData("processes: { web: { command: run, directory: x } }", "cwd")]
    [InlineData("processes: { web: { command: run, working_dir: x } }", "cwd")]
    [InlineData("processes: { web: { command: run, restart: always } }", "restartOnExit")]
    [InlineData("processes: { web: { command: run, autorestart: true } }", "restartOnExit")]
    [InlineData("processes: { web: { command: run, depends_on: [] } }", "dependsOn")]
    [InlineData("processes: { web: { command: run, healthcheck: {} } }", "healthCheck")]
    [InlineData("processes: { web: { command: run, max_memory_restart: 1 } }", "maxMemory")]
    public void An_unknown_key_of_the_process_file_is_an_error(string text, string? suggestion)
    {
        var problem = Given.Problem(Given.Processes(text));

        Assert.Equal((ProblemCodes.UnknownKey, suggestion), (problem.Code, problem.Suggestion));
    }

    [Theory]
    [InlineData("enabled: yes", "processes.web.enabled", "true")]
    [InlineData("enabled: \"false\"", "processes.web.enabled", "false")]
    [InlineData("restartDelay: soon", "processes.web.restartDelay", null)]
    [InlineData("restartDelay: \"2000\"", "processes.web.restartDelay", null)]
    [InlineData("restartDelay: 2.5", "processes.web.restartDelay", null)]
    [InlineData("restartDelay: 2 seconds", "processes.web.restartDelay", null)]
    [InlineData("maxRestarts: []", "processes.web.maxRestarts", null)]
    [InlineData("args: start", "processes.web.args", null)]
    [InlineData("args: [[x]]", "processes.web.args[0]", null)]
    [InlineData("env: [A=b]", "processes.web.env", null)]
    [InlineData("env: { A: [b] }", "processes.web.env.A", null)]
    [InlineData("cwd: { a: b }", "processes.web.cwd", null)]
    [InlineData("healthCheck: 8080", "processes.web.healthCheck", null)]
    [InlineData("dependsOn: other", "processes.web.dependsOn", null)]
    public void A_value_of_the_wrong_type_is_an_error_at_the_value(string line, string key, string? suggestion)
    {
        var problem = Given.Problem(Given.Processes(Given.Web(line)));

        Assert.Equal((ProblemCodes.WrongType, key, suggestion, 4), (problem.Code, problem.Key, problem.Suggestion, problem.Line));
        Assert.True(problem.Column > 5, "the column is that of the value");
    }

    [Theory]
    [InlineData("preStart: ./migrate", "'processes.web.preStart' must be a map of keys, not './migrate'. Write preStart: { command: … }.")]
    [InlineData("preStart: [./migrate, up]", "'processes.web.preStart' must be a map of keys, not a list. Write preStart: { command: … }.")]
    [InlineData("stopCommand: ./stop", "'processes.web.stopCommand' must be a map of keys, not './stop'. Write stopCommand: { command: … }.")]
    [InlineData("schedule: '@daily'", "'processes.web.schedule' must be a map of keys, not text. Write schedule: { cron: … }.")]
    [InlineData("healthCheck: x", "'processes.web.healthCheck' must be true, false, a path that begins with '/', a full URL, or a map of keys, not 'x'.")]
    [InlineData("healthCheck: \"x\"", "'processes.web.healthCheck' must be true, false, a path that begins with '/', a full URL, or a map of keys, not the text 'x'.")]
    public void A_single_value_where_a_map_is_expected_is_one_error_that_says_how_to_write_it(string line, string message) =>
        Assert.Equal(message, Given.Problem(Given.Processes(Given.Web(line))).Message);

    [Fact]
    public void A_process_that_is_only_its_command_is_one_error_that_says_how_to_write_it() => Assert.Equal(
        "'processes.web' must be a map of keys, not 'run'. Write web: { command: … }.", Given.Problem(Given.Processes("processes: { web: run }")).Message);

    [Fact]
    public void A_limit_that_is_only_a_number_is_one_error_that_says_how_to_write_it() => Assert.Equal(
        "'routes[0].rateLimit' must be a map of keys, not '5'. Write rateLimit: { requests: … }.",
        Given.Problem(Given.Texts("routes: [{ target: 'http://x', rateLimit: 5 }]")).Message);

    [Theory]
    [InlineData("dependsOn: [~]")]
    [InlineData("dependsOn: [null]")]
    public void An_empty_item_of_dependsOn_has_no_suggestion(string line)
    {
        var problem = Given.Problem(Given.Processes($"processes: {{ a: {{ command: run }}, w: {{ command: run, {line} }} }}"));

        Assert.Equal((ProblemCodes.EmptyValue, "processes.w.dependsOn[0]", "'processes.w.dependsOn[0]' is empty.", null), (problem.Code, problem.Key, problem.Message, problem.Suggestion));
    }

    [Theory]
    [InlineData("b", null)]
    [InlineData("A", "a")]
    [InlineData("ab", "a")]
    public void A_word_without_a_letter_of_another_is_not_a_misspelling_of_it(string written, string? suggestion) => Assert.Equal(
        suggestion, Given.Problem(Given.Processes($"processes: {{ a: {{ command: run }}, web: {{ command: run, dependsOn: [{written}] }} }}")).Suggestion);

    [Theory]
    [InlineData("processes: []")]
    [InlineData("processes: { web: run }")]
    [InlineData("settings: 5")]
    [InlineData("settings: { logging: { maxSize: big } }")]
    [InlineData("settings: { logging: { maxSize: 5TB } }")]
    [InlineData("settings: { logging: { maxSize: -5MB } }")]
    public void A_section_of_the_wrong_type_is_an_error(string text) =>
        Assert.Equal(ProblemCodes.WrongType, Given.Problem(Given.Processes(text)).Code);

    [Theory]
    [InlineData("restartDelay: -1")]
    [InlineData("restartDelay: 2147483648")]
    [InlineData("restartDelay: 99999999999999999999999")]
    [InlineData("maxRestarts: -99999999999999999999999")]
    [InlineData("healthCheck: { interval: 0 }")]
    [InlineData("healthCheck: { timeout: 0 }")]
    [InlineData("healthCheck: { retries: 0 }")]
    public void A_number_out_of_range_is_an_error(string line) =>
        Assert.Equal(ProblemCodes.OutOfRange, Given.Problem(Given.Processes(Given.Web(line))).Code);

    [Theory]
    [InlineData("port: 65536")]
    [InlineData("port: -1")]
    [InlineData("httpsPort: 70000")]
    [InlineData("management: { port: 70000 }")]
    public void A_port_out_of_range_is_an_error(string text) => Assert.Equal(ProblemCodes.OutOfRange, Given.Problem(Given.Texts(text)).Code);

    [Theory]
    [InlineData("maxMemory: 1K", "'processes.web.maxMemory' must be at least 1 MB; it is 1K.")]
    [InlineData("maxMemory: 1000", "'processes.web.maxMemory' must be at least 1 MB; it is 1000 B.")]
    [InlineData("maxMemory: 99999999G", "'processes.web.maxMemory' must be at most 1048576 GB; it is 99999999G.")]
    [InlineData("preStart: { command: x, timeout: 0s }", "'processes.web.preStart.timeout' must be at least 1 ms; it is 0s.")]
    [InlineData("stopTimeout: -1", "'processes.web.stopTimeout' must be at least 0 ms; it is -1 ms.")]
    [InlineData("stopTimeout: 30d", "'processes.web.stopTimeout' must be at most 24 days; it is 30d.")]
    [InlineData("maxRestarts: -1", "'processes.web.maxRestarts' must be from 0 to 1000000.")]
    public void A_limit_is_said_in_the_units_that_people_write(string key, string message)
    {
        var problem = Given.Problem(Given.Processes(Given.Web(key)));
        Assert.Equal((ProblemCodes.OutOfRange, message), (problem.Code, problem.Message));
    }

    [Theory]
    [InlineData("restartBackoff: exponental", "exponential")]
    [InlineData("healthCheck: { onUnhealthy: Restart }", "restart")]
    [InlineData("output: seperate", "separate")]
    [InlineData("output: pip", "pipe")]
    [InlineData("stopSignalTo: all", null)]
    [InlineData("stopSignalTo: mian", "main")]
    [InlineData("stdin: opened", "open")]
    [InlineData("stopSignal: TERM", "SIGTERM")]
    [InlineData("stopSignal: sigint", "SIGINT")]
    [InlineData("stopSignal: 9", null)]
    public void A_word_that_is_no_choice_names_the_nearest_one(string line, string? suggestion)
    {
        var problem = Given.Problem(Given.Processes(Given.Web(line)));

        Assert.Equal((ProblemCodes.NotAChoice, suggestion), (problem.Code, problem.Suggestion));
    }

    [Fact]
    public void A_missing_command_is_an_error_at_the_process()
    {
        var problem = Given.Problem(Given.Processes("processes:\n  web:\n    args: []\n"));

        Assert.Equal((ProblemCodes.MissingKey, 2, 3, "processes.web"), (problem.Code, problem.Line, problem.Column, problem.Key));
    }

    [Fact]
    public void A_command_that_is_wrong_is_not_missing_too() =>
        Assert.Equal(ProblemCodes.WrongType, Given.Problem(Given.Processes("processes: { web: { command: [npm, start] } }")).Code);

    [Theory]
    [InlineData("command:")]
    [InlineData("command: ~")]
    [InlineData("command: null")]
    public void A_required_key_without_a_value_is_missing(string line) =>
        Assert.Equal(ProblemCodes.MissingKey, Given.Problem(Given.Processes($"processes:\n  web:\n    {line}\n")).Code);

    [Fact]
    public void An_empty_command_in_quotes_is_an_error() =>
        Assert.Equal(ProblemCodes.EmptyValue, Given.Problem(Given.Processes("processes: { web: { command: '' } }")).Code);

    [Fact]
    public void A_key_without_a_value_counts_as_absent()
    {
        string[] keys =
        [
            "name:", "description:", "enabled:", "args:", "cwd:", "env:", "restartOnExit:", "restartDelay:", "maxRestarts:", "restartBackoff:",
            "maxRestartDelay:", "resetAfter:", "stopSignal:", "stopSignalTo:", "stopTimeout:", "preStart:", "stopCommand:", "pidFile:", "pidDir:", "cleanupPidOnExit:", "stdin:", "output:",
            "healthCheck:", "dependsOn: ~",
        ];

        Assert.Equal(Given.Process(Given.Web()), Given.Process(Given.Web(keys)));
    }

    [Fact]
    public void Arguments_and_the_command_are_taken_as_they_are_written()
    {
        var launch = Given.Process("processes: { web: { command: true, args: [--port, 8080, 010, '', yes, '~', null] } }").Launch;

        Assert.Equal("true", launch.Command);
        Assert.Equal(["--port", "8080", "010", "", "yes", "~", "null"], launch.Args);
    }

    [Fact]
    public void An_empty_argument_needs_quotes() =>
        Assert.Equal(ProblemCodes.EmptyValue, Given.Problem(Given.Processes(Given.Web("args:", "  -"))).Code);

    [Theory]
    [InlineData("args: [\"a\\0b\"]")]
    [InlineData("cwd: \"a\\0b\"")]
    [InlineData("env: { A: \"a\\0b\" }")]
    [InlineData("env: { \"A\\0\": b }")]
    public void A_character_that_no_program_can_be_given_is_an_error(string line) =>
        Assert.Equal(ProblemCodes.InvalidText, Given.Problem(Given.Processes(Given.Web(line))).Code);

    [Fact]
    public void Every_problem_of_both_files_is_reported_at_once_in_the_order_of_files_and_lines()
    {
        var problems = Given.Texts(
            "processConfigFile: config/processes.yaml\nport: -1\nroutes:\n  - path: photos\n    target: nowhere\nhots: x\n",
            "processes:\n  web:\n    comand: x\n    env:\n      A: ${NOT_THERE}\n    dependsOn: [nobody]\n  reload:\n    command: x\n").Problems;

        Assert.Equal(
            [
                (Given.ProxyFile, 2, ProblemCodes.OutOfRange), (Given.ProxyFile, 4, ProblemCodes.InvalidPath),
                (Given.ProxyFile, 5, ProblemCodes.InvalidTarget), (Given.ProxyFile, 6, ProblemCodes.UnknownKey),
                (Given.ProcessFile, 2, ProblemCodes.MissingKey), (Given.ProcessFile, 3, ProblemCodes.UnknownKey),
                (Given.ProcessFile, 5, ProblemCodes.UndefinedVariable), (Given.ProcessFile, 6, ProblemCodes.UnknownDependency),
                (Given.ProcessFile, 7, ProblemCodes.ReservedId),
            ],
            problems.Select(problem => (problem.File, problem.Line, problem.Code)));
    }

    [Fact]
    public void A_problem_prints_as_editors_read_it() =>
        Assert.Equal(
            "/srv/app/config/proxy.yaml(1,1): error PP0101: Unknown key 'prot'. Did you mean 'port'?",
            Given.Problem(Given.Texts("prot: 1")).ToString());

    [Fact]
    public void An_unknown_key_that_is_like_none_is_told_with_all_there_are() => Assert.Equal(
        "Unknown key 'nothing'. 'settings.pidManagement' can have defaultPidDir, cleanupPidOnExit.",
        Given.Problem(Given.Processes("settings: { pidManagement: { nothing: 1 } }")).Message);
}
