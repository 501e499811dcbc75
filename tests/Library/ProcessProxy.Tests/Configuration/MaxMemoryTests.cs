using ProcessProxy.Configuration;
using ProcessProxy.Configuration.Keys.Kinds;
using ProcessProxy.Configuration.Problems;
using Xunit;

namespace ProcessProxy.Tests.Configuration;

public sealed class MaxMemoryTests
{
    [Theory]
    [InlineData("maxMemory: 512MB", 512L << 20)]
    [InlineData("maxMemory: 512M", 512L << 20)]
    [InlineData("maxMemory: \"1 GB\"", 1L << 30)]
    [InlineData("maxMemory: 1048576", 1L << 20)]
    public void It_is_a_size(string key, long bytes)
    {
        var spec = Given.Process(Given.Web(key));
        Assert.Equal(bytes, spec.MaxMemory);
        Assert.Equal(bytes, spec.ToConfiguration()["maxMemory"]);
    }

    [Fact]
    public void Without_it_there_is_no_limit() => Assert.Null(Given.Process(Given.Web()).MaxMemory);

    [Theory]
    [InlineData("maxMemory: lots", ProblemCodes.WrongType)]
    [InlineData("maxMemory: 512T", ProblemCodes.WrongType)]
    [InlineData("maxMemory: 0", ProblemCodes.OutOfRange)]
    [InlineData("maxMemory: 1KB", ProblemCodes.OutOfRange)]
    [InlineData("maxmemory: 1GB", ProblemCodes.UnknownKey)]
    public void What_is_none_is_a_problem_with_its_place(string key, string code)
    {
        var problem = Given.Problem(Given.Processes(Given.Web(key)));
        Assert.Equal((code, 4), (problem.Code, problem.Line));
    }

    [Fact]
    public void A_change_of_it_restarts_nothing()
    {
        var (old, changed) = (Given.Valid(Given.Processes(Given.Web("maxMemory: 1GB"))), Given.Valid(Given.Processes(Given.Web("maxMemory: 2GB"))));
        var action = Assert.Single(ConfigurationPlan.Plan(old.Processes, changed.Processes));
        Assert.Equal((ReloadActionKind.Update, "maxMemory 1073741824 → 2147483648"), (action.Action, action.Because));
    }

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1536, "1.5 KB")]
    [InlineData(612L << 20, "612 MB")]
    [InlineData(5L << 40, "5120 GB")]
    public void Sizes_are_shown_in_the_largest_unit(long bytes, string text) => Assert.Equal(text, Units.Size(bytes));
}
