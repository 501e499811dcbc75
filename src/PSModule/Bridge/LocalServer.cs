namespace ProcessProxy.PowerShell.Bridge;

/// <summary>A server on this machine that was found by its configuration.</summary>
/// <param name="Client">The client for it, which the caller must dispose.</param>
/// <param name="Status">The status it reported.</param>
public sealed record LocalServer(HttpProcessClient Client, ServerStatus Status);
