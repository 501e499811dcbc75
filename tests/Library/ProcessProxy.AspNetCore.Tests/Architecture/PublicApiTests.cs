using ProcessProxy.Tests.Architecture;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Architecture;

public sealed class PublicApiTests
{
    [Fact]
    public void What_the_http_side_promises_was_reviewed() => PublicApi.Check(typeof(ProxyServer).Assembly, "ProcessProxy.AspNetCore");
}
