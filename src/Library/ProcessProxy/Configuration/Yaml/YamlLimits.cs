namespace ProcessProxy.Configuration.Yaml;

/// <summary>What is refused rather than read: far above any configuration that is meant, far below what would hurt.</summary>
internal static class YamlLimits
{
    /// <value>1 MiB.</value>
    public const int FileBytes = 1024 * 1024;

    /// <value>32 levels; the deepest key of a configuration is at 5.</value>
    public const int Depth = 32;

    /// <value>150,000 keys, values, lists and maps, every alias written out.</value>
    public const long Nodes = 150_000;
}
