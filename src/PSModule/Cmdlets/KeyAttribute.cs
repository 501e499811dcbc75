namespace ProcessProxy.PowerShell.Commands;

/// <summary>Specifies the key of the process file that a parameter sets.</summary>
/// <param name="key">The key with its path in the process: <c>healthCheck.interval</c>.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class KeyAttribute(string key) : Attribute
{
    /// <summary>Gets the key.</summary>
    public string Key { get; } = key;
}
