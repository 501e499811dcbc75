using ProcessProxy.AspNetCore.Hosting;
using ProcessProxy.Tests.Architecture;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Architecture;

public sealed class DocumentedDefaultsTests
{
    [Fact]
    public void Each_option_of_an_application_names_its_default()
    {
        var properties = DocumentedDefaults.PropertiesOf(typeof(ProcessProxyServiceOptions).Assembly);
        Assert.Contains(typeof(ProcessProxyServiceOptions).GetProperty(nameof(ProcessProxyServiceOptions.OpenProxyListener)), properties);
        Assert.Empty(DocumentedDefaults.OfLibraries().Lacking(properties));
    }
}
