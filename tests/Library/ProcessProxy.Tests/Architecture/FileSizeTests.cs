using Xunit;

namespace ProcessProxy.Tests.Architecture;

/// <summary>A file is read at one sitting.</summary>
public sealed class FileSizeTests
{
    [Fact]
    public void No_file_has_more_than_400_lines() => Assert.Empty(
        Repository.Files("src").Concat(Repository.Files("tests")).Where(file => Lines(file) > 400).Select(Repository.Relative));

    [Fact]
    public void Nine_in_ten_have_at_most_200_lines_and_half_at_most_80()
    {
        var sizes = Repository.Files("src").Select(Lines).Order().ToList();
        Assert.InRange(sizes[sizes.Count * 9 / 10], 1, 200);
        Assert.InRange(sizes[sizes.Count / 2], 1, 80);
    }

    private static int Lines(string file) => File.ReadLines(file).Count();
}
