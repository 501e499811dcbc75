using System.Reflection;
using System.Xml.Linq;
using ProcessProxy.Configuration;
using Xunit;

namespace ProcessProxy.Tests.Architecture;

public sealed class DocumentedDefaultsTests
{
    private const string Sample = "P:ProcessProxy.Configuration.HoldSpec.MaxRequests";

    private static readonly PropertyInfo Property = typeof(HoldSpec).GetProperty(nameof(HoldSpec.MaxRequests))!;

    [Fact]
    public void Each_property_of_the_options_and_specs_names_its_default()
    {
        var properties = DocumentedDefaults.PropertiesOf(typeof(ProcessProxyOptions).Assembly);
        Assert.Contains(Property, properties);
        Assert.Contains(typeof(RouteOptions).GetProperty(nameof(RouteOptions.Timeout)), properties);
        Assert.Empty(DocumentedDefaults.OfLibraries().Lacking(properties));
    }

    [Theory]
    [InlineData("<value>A number of requests. The default is 100.</value>")]
    [InlineData("<inheritdoc cref='P:Told'/>")]
    [InlineData("<inheritdoc cref='P:Passed'/>")]
    [InlineData("<inheritdoc cref='P:Empty'/><value>The default is 100.</value>")]
    public void A_default_may_be_inherited(string documentation) => Assert.Empty(Documented(documentation).Lacking([Property]));

    [Theory]
    [InlineData("<summary>Gets a number. The default is 100.</summary>")]
    [InlineData("<value/>")]
    [InlineData("<value>100.</value>")]
    [InlineData("<inheritdoc/>")]
    [InlineData("<inheritdoc cref='P:Gone'/>")]
    [InlineData("<inheritdoc cref='P:Empty'/>")]
    [InlineData("<inheritdoc cref='P:ProcessProxy.Configuration.HoldSpec.MaxRequests'/>")]
    public void A_value_without_a_default_is_found(string documentation) =>
        Assert.Equal([Sample[2..]], Documented(documentation).Lacking([Property]));

    private static DocumentedDefaults Documented(string documentation) => new(XElement.Parse($"""
        <members>
          <member name="{Sample}">{documentation}</member>
          <member name="P:Told"><value>The default is 100.</value></member>
          <member name="P:Passed"><inheritdoc cref="P:Told"/></member>
          <member name="P:Empty"><summary>Gets a number.</summary></member>
        </members>
        """).Elements());
}
