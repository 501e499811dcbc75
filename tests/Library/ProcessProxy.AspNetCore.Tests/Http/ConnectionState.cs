using Microsoft.AspNetCore.Connections.Features;

namespace ProcessProxy.AspNetCore.Tests.Http;

/// <summary>What the web server keeps for a connection from one request to the next.</summary>
internal sealed class ConnectionState : IPersistentStateFeature
{
    public IDictionary<object, object?> State { get; } = new Dictionary<object, object?>();
}
