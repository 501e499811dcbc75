using System.Text.RegularExpressions;
using ProcessProxy.PSModule.Tests.Engine;
using Xunit;

namespace ProcessProxy.PSModule.Tests.BuildScript;

/// <summary>The files of tests/Pester, run by Pester in PowerShell, as <c>build.ps1</c> runs them.</summary>
public sealed partial class PesterTests
{
    private const int Patience = 300_000;

    public static TheoryData<string> Files =>
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests", "Pester"), "*.Tests.ps1").Select(file => Path.GetFileName(file))];

    [Theory(Timeout = Patience)]
    [MemberData(nameof(Files))]
    public async Task Every_test_of_a_file_passes(string file)
    {
        var (exitCode, output) = await RunAsync(Path.Combine(Repository.Root, "tests", "Pester", file));
        Assert.True(exitCode == 0, output);
        var counts = Counts().Match(output);
        Assert.True(counts.Success && int.Parse(counts.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) > 0, output);
        Assert.True(counts.Groups[2].Value == "0", output);
    }

    [Fact(Timeout = Patience)]
    public async Task A_test_that_fails_fails_the_task_and_says_where()
    {
        await using var project = new ShellProject();
        project.Write("own.Tests.ps1", "Describe 'numbers' {\n  It 'are equal' { 1 | Should -Be 2 }\n}\n");
        var (exitCode, output) = await RunAsync(project.File("own.Tests.ps1"));
        Assert.NotEqual(0, exitCode);
        Assert.Contains("[-] are equal", output, StringComparison.Ordinal);
        Assert.Contains("Expected 2, but got 1.", output, StringComparison.Ordinal);
        Assert.Contains("own.Tests.ps1:2", output, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string path)
    {
        await using var project = new ShellProject();
        return await project.BuildAsync([], "-Task", "Pester", "-PesterPath", path);
    }

    [GeneratedRegex(@"Tests Passed: (\d+), Failed: \d+, Skipped: (\d+)")]
    private static partial Regex Counts();
}
