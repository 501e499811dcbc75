using ProcessProxy.Configuration;
using ProcessProxy.Supervision.Services;

namespace ProcessProxy.Supervision.Running;

/// <summary>The port of one program.</summary>
/// <param name="key">The program.</param>
/// <param name="pool">The ports of all programs.</param>
internal sealed class PortLease(string key, PortPool pool) : IDisposable
{
    /// <summary>Returns the port for the next launch; null if none is free.</summary>
    public int? Take(PortSpec wanted) => wanted.Number ?? pool.Take(key);

    /// <summary>Keeps the port of a program that was found.</summary>
    public void Hold(int port) => pool.Hold(key, port);

    /// <inheritdoc/>
    public void Dispose() => pool.Release(key);
}
