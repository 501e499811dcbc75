namespace ProcessProxy.PowerShell.Commands;

/// <summary>The default places of configurations.</summary>
internal static class ConfigurationFile
{
    /// <summary>The same as the server's default.</summary>
    public const string Default = "config/proxy.yaml";
}
