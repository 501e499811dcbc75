using ProcessProxy.Configuration;
using Xunit;

namespace ProcessProxy.Tests.Configuration;

/// <summary>Where a value is written.</summary>
public sealed class SourcesTests
{
    private const string Proxy = Given.NamesProcessFile + "routes:\n  - path: /a\n    target: http://localhost:1\n  - path: /b\n    target: http://localhost:2\n";
    private const string Processes = "processes:\n  web:\n    command: run\n    env:\n      PORT: 3000\n      A.B: x\nsettings:\n  defaultRestart:\n    maxRestarts: 3\n";

    [Theory]
    [InlineData("processes/web/env/PORT", Given.ProcessFile, 5, "processes.web.env.PORT")]
    [InlineData("processes/web/env/A.B", Given.ProcessFile, 6, "processes.web.env.A.B")]
    [InlineData("settings/defaultRestart/maxRestarts", Given.ProcessFile, 9, "settings.defaultRestart.maxRestarts")]
    [InlineData("routes/1/target", Given.ProxyFile, 6, "routes.1.target")]
    public void A_key_is_found_with_its_file_and_line(string path, string file, int line, string key)
    {
        var place = Sources(Processes).Find(path.Split('/'));
        Assert.Equal((file, line, key), (place!.File, place.Line, place.Key));
    }

    [Theory]
    [InlineData("processes/web/maxRestarts")]
    [InlineData("processes/nobody/command")]
    [InlineData("processes/web/command/more")]
    [InlineData("routes/7/target")]
    [InlineData("routes/target")]
    public void What_is_not_written_is_not_found(string path) => Assert.Null(Sources(Processes).Find(path.Split('/')));

    [Fact]
    public void A_line_that_moves_changes_nothing_of_a_configuration() => Assert.Equal(
        Given.Valid(Given.Texts(Proxy, Processes)), Given.Valid(Given.Texts("# a remark\n" + Proxy, "\n\n" + Processes)));

    private static ConfigurationSources Sources(string processes) => Given.Valid(Given.Texts(Proxy, processes)).Sources;
}
