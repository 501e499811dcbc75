namespace ProcessProxy.Configuration.Problems;

/// <summary>The place of a value: lines and columns from 1, and the key with its path.</summary>
internal sealed record Place(string File, int Line, int Column, string Key)
{
    /// <summary>Gets the description for a sentence.</summary>
    public string Name => Line == 0 ? Key : $"line {Line}";

    /// <summary>Returns the place of an item of a list, which is more exact than that of the list if the list itself has no line.</summary>
    public Place Item(int index) => this with { Key = $"{Key}[{index}]" };

    /// <summary>Returns the place of a key that was set by code, without a file.</summary>
    public static Place InCode(string key) => new("", 0, 0, key);
}
