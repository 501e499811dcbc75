namespace ProcessProxy.Configuration.Yaml;

/// <summary>Limits for YAML files: far above any real configuration, far below what would do harm.</summary>
internal static class YamlLimits
{
    /// <value>1 MiB.</value>
    public const int FileBytes = 1024 * 1024;

    /// <value>32 levels; the deepest key of a configuration is at level 5.</value>
    public const int Depth = 32;

    /// <value>150,000 keys, values, lists and maps, with every alias expanded.</value>
    public const long Nodes = 150_000;
}
