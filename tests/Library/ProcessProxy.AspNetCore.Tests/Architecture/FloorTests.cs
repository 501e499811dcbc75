using ArchUnitNET.Fluent;
using ArchUnitNET.Fluent.Slices;
using ArchUnitNET.Loader;
using ArchUnitNET.xUnitV3;
using Xunit;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace ProcessProxy.AspNetCore.Tests.Architecture;

/// <summary>Which folder of the web side may know which. Arrows point down only.</summary>
public sealed class FloorTests
{
    private static readonly ArchUnitNET.Domain.Architecture Web = new ArchLoader().LoadAssembly(typeof(ProxyServer).Assembly).Build();

    public static TheoryData<string> Folders => [.. Floor.All.Select(floor => floor.Folder)];

    public static TheoryData<string, string> Arrows =>
        [.. Floor.All.SelectMany(floor => floor.Known.Select(known => (floor.Namespace, known)))];

    /// <summary>Every pair of folders without an arrow, one folder at a time.</summary>
    [Theory]
    [MemberData(nameof(Folders))]
    public void A_folder_knows_those_that_its_arrows_lead_to_and_no_others(string folder)
    {
        var floor = Floor.All.Single(one => one.Folder == folder);
        foreach (var other in Floor.All.Select(one => one.Namespace).Except(floor.Known).Where(other => other != floor.Namespace))
        {
            Keeping(floor.Namespace, from: other).Check(Web);
        }
    }

    /// <summary>Shows of each rule that it can fail, and that no arrow is left from times when it was needed.</summary>
    [Theory]
    [MemberData(nameof(Arrows))]
    public void An_arrow_is_there_for_somebody_who_follows_it(string folder, string known) =>
        Assert.False(Keeping(folder, from: known).HasNoViolations(Web));

    [Fact]
    public void All_arrows_point_down()
    {
        var folders = Floor.All.Select(floor => floor.Folder).ToList();
        Assert.Empty(
            from floor in Floor.All
            from known in floor.Knows
            where folders.IndexOf(known) < 0 || folders.IndexOf(known) >= folders.IndexOf(floor.Folder)
            select $"{floor.Folder} -> {known}");
    }

    [Fact]
    public void Each_folder_has_its_floor() => Assert.Equal(
        Floor.All.Select(floor => floor.Namespace).Order(),
        Web.Types.Select(type => type.Namespace.FullName).Where(space => space.StartsWith("ProcessProxy.AspNetCore", StringComparison.Ordinal)).Distinct().Order());

    [Fact]
    public void Folders_know_each_other_in_no_circle() => NoCircle("ProcessProxy.AspNetCore.(**)").Check(Web);

    [Fact]
    public void A_circle_is_found()
    {
        var tests = new ArchLoader().LoadAssembly(typeof(FloorTests).Assembly).Build();
        Assert.False(NoCircle("ProcessProxy.AspNetCore.Tests.Architecture.Circle.(**)").HasNoViolations(tests));
    }

    private static IArchRule Keeping(string folder, string from) =>
        Types().That().ResideInNamespace(folder).Should().NotDependOnAny(Types().That().ResideInNamespace(from));

    private static IArchRule NoCircle(string slices) => SliceRuleDefinition.Slices().Matching(slices).Should().BeFreeOfCycles();
}
