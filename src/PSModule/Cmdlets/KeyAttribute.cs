namespace ProcessProxy.PowerShell.Commands;

/// <summary>Says which key of the process file a parameter stands for.</summary>
/// <param name="key">The key with its path below the process: <c>healthCheck.interval</c>.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class KeyAttribute(string key) : Attribute
{
    /// <summary>The key.</summary>
    public string Key { get; } = key;
}
