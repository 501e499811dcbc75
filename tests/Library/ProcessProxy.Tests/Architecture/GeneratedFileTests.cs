using ProcessProxy.Generate;
using Xunit;

namespace ProcessProxy.Tests.Architecture;

/// <summary>What is made from code and committed is what the code makes now.</summary>
public sealed class GeneratedFileTests
{
    public static TheoryData<string> Files => [.. GeneratedFile.All.Select(file => file.Path)];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_generated_file_is_not_stale(string path)
    {
        var committed = Repository.Text(path);
        var made = GeneratedFile.All.Single(file => file.Path == path).Make(committed);
        Assert.True(committed == made, $"{path} is stale. Run 'dotnet run --project tools/Generate' and review the file.");
    }
}
