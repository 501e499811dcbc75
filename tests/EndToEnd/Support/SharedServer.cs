using Xunit;

namespace ProcessProxy.EndToEnd.Support;

/// <summary>One server for all tests of a class whose processes do not disturb each other.</summary>
public abstract class SharedServer : IAsyncLifetime
{
    internal Project Project { get; } = new();

    internal ServerUnderTest Server { get; private set; } = null!;

    internal HttpProcessClient Client => Server.Client;

    public async ValueTask InitializeAsync()
    {
        await PrepareAsync();
        Server = await Project.StartAsync();
    }

    public virtual async ValueTask DisposeAsync()
    {
        await Project.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Writes the configuration and what else the processes need.</summary>
    protected abstract Task PrepareAsync();
}
