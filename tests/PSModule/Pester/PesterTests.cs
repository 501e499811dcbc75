using ProcessProxy.PSModule.Tests.Engine;
using Xunit;

namespace ProcessProxy.PSModule.Tests.Pester;

/// <summary>The files of tests/Pester, run in the engine by a stand-in for Pester: real Pester needs a whole pwsh.</summary>
public sealed class PesterTests
{
    private const int Patience = 300_000;

    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Folder, "*.Tests.ps1").Select(file => Path.GetFileName(file))];

    private static string Folder => Path.Combine(Builds.Repository, "tests", "Pester");

    [Theory(Timeout = Patience)]
    [MemberData(nameof(Files))]
    public async Task Every_test_of_a_file_passes(string file)
    {
        await using var project = new Project();

        // A process that a test kills is a warning, as it should be.
        var lines = (await RunAsync(project, Path.Combine(Folder, file))).Where(line => !line.StartsWith("warning: ", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.StartsWith("passed: ", line, StringComparison.Ordinal));
    }

    [Fact(Timeout = Patience)]
    public async Task The_stand_in_tells_what_fails_and_keeps_to_the_scopes_of_Pester()
    {
        await using var project = new Project();
        project.Write("own.Tests.ps1", """
            BeforeDiscovery { $found = @(@{ Word = 'one' }, @{ Word = 'two' }) }
            $found2 = 'found'
            BeforeAll { $shared = 'shared' }
            Describe 'of <Word>' -ForEach $found { It 'has data' { $Word | Should -Match 'one|two' } }
            Describe 'scopes' {
                BeforeAll { $inner = 'inner' }
                It 'sees what comes before' { "$shared $inner" | Should -Be 'shared inner'; $mine = 1 }
                It 'sees nothing of others' { "$mine$found$found2" | Should -BeNullOrEmpty }
            }
            Describe 'faults' {
                It 'is wrong' { 1 | Should -Be 2 }
                It 'is not right' { 1 | Should -Not -Be 1 }
                It 'throws' { throw 'so' }
                It 'is skipped' -Skip { throw 'never' }
            }
            Describe 'without a beginning' { BeforeAll { throw 'at once' }; It 'never runs' { } }
            """);
        Assert.Equal(
            [
                "passed: of one: has data", "passed: of two: has data", "passed: scopes: sees what comes before", "passed: scopes: sees nothing of others",
                "failed: faults: is wrong: Should Be 2, and is: 1 (line 11)", "failed: faults: is not right: Should not Be 1, and is: 1 (line 12)",
                "failed: faults: throws: so (line 13)", "skipped: faults: is skipped", "failed: without a beginning itself: at once (line 16)",
            ],
            await RunAsync(project, project.File("own.Tests.ps1")));
    }

    private static Task<IReadOnlyList<string>> RunAsync(Project project, string file) => project.RunScriptAsync(
        $". '{Path.Combine(Builds.Repository, "tests/PSModule/Pester/Pester.ps1")}' -Path '{file}' -TestDrive '{Directory.CreateDirectory(project.File("drive")).FullName}'");
}
