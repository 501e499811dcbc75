using ProcessProxy.AspNetCore.Tests.Management;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Api;

/// <summary>A test that calls a server of its own.</summary>
public abstract class ApiTest : IAsyncLifetime
{
    protected const int Patience = 30_000;

    private protected ManagementServer Server { get; private set; } = null!;

    private protected virtual string? ApiKey => null;

    public async ValueTask InitializeAsync() => Server = await ManagementServer.StartAsync(ApiKey);

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
