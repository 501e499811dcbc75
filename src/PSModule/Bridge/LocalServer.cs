namespace ProcessProxy.PowerShell.Bridge;

/// <summary>A server of this machine that was found by its configuration.</summary>
/// <param name="Client">Talks to it; whoever gets it disposes of it.</param>
/// <param name="Status">What it said of itself.</param>
public sealed record LocalServer(HttpProcessClient Client, ServerStatus Status);
