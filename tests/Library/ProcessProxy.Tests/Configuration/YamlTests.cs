using System.Text;
using ProcessProxy.Configuration.Problems;
using Xunit;

namespace ProcessProxy.Tests.Configuration;

public sealed class YamlTests
{
    [Fact]
    public void A_duplicate_key_is_an_error_at_the_second_that_names_the_first()
    {
        var problem = Given.Problem(Given.Texts("port: 1\nhost: localhost\nport: 2\n"));

        Assert.Equal((ProblemCodes.DuplicateKey, 3, 1, "port"), (problem.Code, problem.Line, problem.Column, problem.Key));
        Assert.Contains("line 1", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("port: 8080\nroutes: [\n", 3)]
    [InlineData("port: 8080\n  host: x\n", 2)]
    [InlineData("host: \"unclosed\n", 1)]
    [InlineData("host: *nowhere\n", 1)]
    [InlineData("a: &a [*a]\n", 1)]
    [InlineData("host: \"\\uD800\"\n", 1)]
    public void Broken_YAML_is_one_problem_with_its_line(string text, int line)
    {
        var problem = Given.Problem(Given.Texts(text));

        Assert.Equal((ProblemCodes.Syntax, Given.ProxyFile, line), (problem.Code, problem.File, problem.Line));
    }

    [Theory]
    [InlineData(@"C:\dev\web.exe")]
    [InlineData(@"C:\Users\me\web.exe")]
    [InlineData(@"C:\xampp\web.exe")]
    public void A_backslash_in_double_quotes_that_is_no_escape_has_a_sentence_that_says_how_to_write_a_path(string path)
    {
        var problem = Given.Problem(Given.Processes($"processes:\n  web:\n    command: \"{path}\""));
        Assert.Equal((ProblemCodes.Syntax, 3), (problem.Code, problem.Line));
        Assert.EndsWith(@" In double quotes, a backslash begins an escape sequence. Write a Windows path in single quotes: 'C:\app'.", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("command", @"C:\tools\node.exe", @"\x09")]
    [InlineData("command", @"C:\new\node.exe", @"\x0A")]
    [InlineData("command", @"C:\Program Files\node.exe", @"\u2029")]
    [InlineData("cwd", @".\bin", @"\x08")]
    [InlineData("pidFile", @"pids\a.pid", @"\x07")]
    public void A_backslash_in_double_quotes_that_makes_an_escape_of_a_path_is_an_error_and_not_another_path(string key, string path, string character)
    {
        var problem = Given.Problem(Given.Processes($"processes: {{ web: {{ {(key == "command" ? "" : "command: npm, ")}{key}: \"{path}\" }} }}"));
        Assert.Equal(
            (ProblemCodes.InvalidText, $"'processes.web.{key}' contains the character {character}, which is not allowed in a path. "
                + @"In double quotes, a backslash begins an escape sequence. Write a Windows path in single quotes: 'C:\app'."),
            (problem.Code, problem.Message));
    }

    [Fact]
    public void A_path_of_Windows_in_single_quotes_is_taken_as_it_is() =>
        Assert.Equal(@"C:\tools\new.exe", Given.Process(@"processes: { web: { command: 'C:\tools\new.exe' } }").Launch.Command);

    [Fact]
    public void A_second_document_is_refused()
    {
        var problem = Given.Problem(Given.Texts("port: 1\n---\nport: 2\n"));

        Assert.Equal((ProblemCodes.SeveralDocuments, 2), (problem.Code, problem.Line));
    }

    [Theory]
    [InlineData("port: 8080\nprocesses:\n  web:\n\tcommand: sh\n", 4, 1)]
    [InlineData("processes:\n  web:\n    command: sh\n    env:\n    \tA: b\n", 5, 5)]
    [InlineData("processes:\n  web:\n    command: sh\n\tenv: {}\n", 4, 1)]
    [InlineData("port: 1\nhost: \"a\tb\"\r\nprocesses:\r\n\tweb: x\r\n", 4, 1)]
    public void A_tab_that_indents_is_named_at_its_own_place(string text, int line, int column)
    {
        var problem = Given.Problem(Given.Texts(text));
        Assert.Equal(
            (ProblemCodes.Syntax, line, column, "The file is not valid YAML: a tab cannot indent a line. Use spaces."),
            (problem.Code, problem.Line, problem.Column, problem.Message));
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing but a comment\n")]
    public void A_file_that_says_nothing_is_refused_so_that_a_half_saved_one_stops_nothing(string text) =>
        Assert.Equal(ProblemCodes.EmptyFile, Given.Problem(Given.Texts(text)).Code);

    [Theory]
    [InlineData("[]")]
    [InlineData("just text")]
    public void A_file_that_is_no_map_is_refused(string text) => Assert.Equal(ProblemCodes.WrongType, Given.Problem(Given.Texts(text)).Code);

    [Fact]
    public void A_bomb_of_aliases_is_refused_at_once()
    {
        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var level = 1; level < 30; level++)
        {
            bomb.Append($"a{level}: &a{level} [{string.Join(", ", Enumerable.Repeat($"*a{level - 1}", 10))}]\n");
        }

        Assert.Equal(ProblemCodes.TooManyNodes, Given.Problem(Given.Texts(bomb.ToString())).Code);
    }

    [Fact]
    public void Deep_nesting_is_refused()
    {
        var problem = Given.Problem(Given.Texts("a: " + new string('[', 100_000)));

        Assert.Equal((ProblemCodes.TooDeep, 1, 35), (problem.Code, problem.Line, problem.Column));
    }

    [Fact]
    public void A_byte_that_is_no_UTF8_has_a_place()
    {
        var problem = Given.Problem(Given.Files([.. "port: 1\nhost: é"u8, 0xFF, .. "\n"u8]));

        Assert.Equal((ProblemCodes.NotText, 2, 8), (problem.Code, problem.Line, problem.Column));
    }

    [Fact]
    public void A_NUL_byte_has_a_place()
    {
        var problem = Given.Problem(Given.Files("port: 1\n\0"u8.ToArray()));

        Assert.Equal((ProblemCodes.NotText, 2, 1), (problem.Code, problem.Line, problem.Column));
    }

    [Fact]
    public void A_byte_order_mark_and_CRLF_are_fine() =>
        Assert.Equal(81, Given.Valid(Given.Files([0xEF, 0xBB, 0xBF, .. "port: 81\r\nhost: localhost\r\n"u8])).Listen.Port);

    [Fact]
    public void Anchors_and_merge_keys_work_and_own_keys_win()
    {
        var spec = Given.Valid(Given.Processes("""
            processes:
              one: &one
                command: run
                restartDelay: 5
                maxRestarts: 6
              two:
                <<: *one
                restartDelay: 7
            """));

        var two = spec.Processes.All[1];
        Assert.Equal(("run", 7.0, 6), (two.Launch.Command, two.Restart.Delay.TotalMilliseconds, two.Restart.Max));
    }

    [Theory]
    [InlineData("<<: 5")]
    [InlineData("<<: [5]")]
    public void A_merge_key_takes_maps_only(string text) => Assert.Equal(ProblemCodes.WrongType, Given.Problem(Given.Texts(text)).Code);

    [Fact]
    public void A_tag_of_another_kind_is_refused() => Assert.Equal(ProblemCodes.UnsupportedTag, Given.Problem(Given.Texts("host: !secret x")).Code);

    [Fact]
    public void A_key_that_is_a_list_is_refused() => Assert.Equal(ProblemCodes.WrongType, Given.Problem(Given.Texts("? [a]\n: b")).Code);

    [Fact]
    public void Thousands_of_mistakes_are_bounded_and_say_so()
    {
        var problems = Given.Texts(string.Concat(Enumerable.Range(0, 20_000).Select(number => $"k{number}: 1\n"))).Problems;

        Assert.Equal(ProblemList.Limit, problems.Count);
        Assert.Equal(ProblemCodes.TooManyProblems, problems[^1].Code);
    }
}
