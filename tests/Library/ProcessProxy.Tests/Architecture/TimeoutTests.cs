using Xunit;

namespace ProcessProxy.Tests.Architecture;

/// <summary>No asynchronous test can hang, whether its author thought of it or not.</summary>
public sealed class TimeoutTests
{
    [Fact]
    public async Task A_test_that_names_no_timeout_has_the_usual_one()
    {
        await Task.Yield();
        Assert.Equal(TimedTestFramework.UsualTimeout, TestContext.Current.Test!.TestCase is Xunit.v3.IXunitTestCase test ? test.Timeout : 0);
    }

    [Fact]
    public async Task A_test_that_hangs_is_ended()
    {
        var run = await Tool.RunAsync(
            Environment.ProcessPath!, AppContext.BaseDirectory, new Dictionary<string, string> { ["PROCESSPROXY_TEST_TIMEOUT"] = "500" },
            "--explicit", "only", "--filter-method", $"*.{nameof(Hangs)}");
        Assert.Contains("timed out after 500 milliseconds", run.Output, StringComparison.Ordinal);
        Assert.NotEqual(0, run.ExitCode);
    }

    /// <summary>Is run by the test above alone.</summary>
    [Fact(Explicit = true)]
    public Task Hangs() => new TaskCompletionSource().Task;

    /// <summary>xunit comes with TestProject.props, and the timeouts with it.</summary>
    [Fact]
    public void No_project_has_tests_without_timeouts() => Assert.DoesNotContain(
        Directory.EnumerateFiles(Repository.Path("tests"), "*.csproj", SearchOption.AllDirectories),
        project => File.ReadAllText(project).Contains("\"xunit.v3\"", StringComparison.Ordinal));
}
