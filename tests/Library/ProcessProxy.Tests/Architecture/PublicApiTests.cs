using Xunit;

namespace ProcessProxy.Tests.Architecture;

public sealed class PublicApiTests
{
    [Fact]
    public void What_the_client_promises_was_reviewed() => PublicApi.Check(typeof(IProcessClient).Assembly, "ProcessProxy.Client");

    [Fact]
    public void What_the_core_promises_was_reviewed() => PublicApi.Check(typeof(ProcessSupervisor).Assembly, "ProcessProxy.Core");
}
