using ArchUnitNET.Fluent;
using ArchUnitNET.xUnitV3;
using Xunit;

namespace ProcessProxy.Tests.Architecture;

/// <summary>Which namespace of the core may know which. Arrows point down only; docs/architecture.md draws them.</summary>
public sealed class FloorTests
{
    private static readonly IReadOnlyList<Floor>[] Houses = [Floor.Parts, Floor.OfPlatform, Floor.OfLogs, Floor.OfSupervision];

    public static TheoryData<int, string> Spaces => [.. Houses.SelectMany((house, index) => house.Select(floor => (index, floor.Space)))];

    public static TheoryData<int, string, string> Arrows =>
        [.. Houses.SelectMany((house, index) => house.SelectMany(floor => floor.Knows.Select(known => (index, floor.Space, known))))];

    /// <summary>Every pair without an arrow, one namespace at a time.</summary>
    [Theory]
    [MemberData(nameof(Spaces))]
    public void A_namespace_knows_those_that_its_arrows_lead_to_and_no_others(int house, string space)
    {
        var floor = Houses[house].Single(one => one.Space == space);
        foreach (var other in Houses[house].Select(one => one.Space).Except(floor.Knows).Where(other => other != space))
        {
            Rule(house, space, other).Check(Core.Compiled);
        }
    }

    /// <summary>Shows of the rules that they can fail, and that no arrow is left from times when it was needed.</summary>
    [Theory]
    [MemberData(nameof(Arrows))]
    public void An_arrow_is_there_for_somebody_who_follows_it(int house, string space, string known) =>
        Assert.False(Rule(house, space, known).HasNoViolations(Core.Compiled));

    [Fact]
    public void All_arrows_point_down() => Assert.Empty(
        from house in Houses
        let spaces = house.Select(floor => floor.Space).ToList()
        from floor in house
        from known in floor.Knows
        where spaces.IndexOf(known) < 0 || spaces.IndexOf(known) >= spaces.IndexOf(floor.Space)
        select $"{floor.Space} -> {known}");

    [Fact]
    public void Each_part_has_its_floor() => Assert.Equal(
        Floor.Parts.Select(floor => floor.Space).Order(), Present("").Select(space => space.Split('.')[0]).Distinct().Order());

    [Theory]
    [InlineData(1, "Platform.")]
    [InlineData(2, "Logs")]
    [InlineData(3, "Supervision.")]
    public void Each_folder_has_its_floor(int house, string part) => Assert.Equal(Houses[house].Select(floor => floor.Space).Order(), Present(part).Order());

    /// <summary>What puts the parts together hands on the one above it; nothing else below asks upward.</summary>
    [Fact]
    public void No_part_knows_the_facade() => Assert.Equal(
        ["SupervisorClient", "SupervisorParts"], Core.Offenders(Core.Keep(Core.Matching(@"^ProcessProxy\..+"), from: Core.Matching("^ProcessProxy$"))));

    private static IArchRule Rule(int house, string space, string other) => Houses[house] == Floor.Parts
        ? Core.Keep(Core.Part(space), Core.Part(other))
        : Core.Keep(Core.Folder(space), Core.Folder(other));

    /// <summary>The namespaces that there are, below the one that all have.</summary>
    private static IEnumerable<string> Present(string beginning) => Core.Compiled.Types
        .Where(type => type.Assembly.Name.StartsWith("ProcessProxy.Core", StringComparison.Ordinal) && type.Namespace.FullName.StartsWith("ProcessProxy.", StringComparison.Ordinal))
        .Select(type => type.Namespace.FullName["ProcessProxy.".Length..])
        .Where(space => space.StartsWith(beginning, StringComparison.Ordinal)).Distinct();
}
