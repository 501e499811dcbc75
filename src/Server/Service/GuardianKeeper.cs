using ProcessProxy.AspNetCore.Connections;
using ProcessProxy.Guarding;

namespace ProcessProxy.Server.Service;

/// <summary>A guardian, which keeps the sockets.</summary>
/// <param name="guardian">The guardian.</param>
internal sealed class GuardianKeeper(GuardianLink guardian) : ISocketKeeper
{
    /// <inheritdoc/>
    public ISuccessorStarter Starter => guardian;

    /// <inheritdoc/>
    public void Keep(IReadOnlyList<NamedSocket> sockets, IReadOnlyCollection<string> unused, string? configuration) =>
        guardian.Keep([.. sockets.Select(one => (one.Name, one.Socket.SafeHandle))], configuration);

    /// <inheritdoc/>
    /// <remarks>The guardian has started it, and hears it.</remarks>
    public void Follow(int pid)
    {
    }
}
