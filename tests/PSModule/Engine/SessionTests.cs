using Xunit;

namespace ProcessProxy.PSModule.Tests.Engine;

/// <summary>Tests that have a project and a session each; both end with the test.</summary>
public abstract class SessionTests : IAsyncLifetime
{
    private protected ShellProject Project { get; } = new();

    private protected Session Session { get; } = new();

    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        Session.Dispose();
        await Project.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
