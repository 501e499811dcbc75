namespace ProcessProxy.PowerShell.Commands;

/// <summary>Where configurations are when nobody says.</summary>
internal static class ConfigurationFile
{
    /// <summary>As the server's own default.</summary>
    public const string Default = "config/proxy.yaml";
}
