namespace ProcessProxy.Configuration.Problems;

/// <summary>Where something was written: lines and columns from 1, the key with its path.</summary>
internal sealed record Place(string File, int Line, int Column, string Key)
{
    /// <summary>Gets how a sentence calls it.</summary>
    public string Name => Line == 0 ? Key : $"line {Line}";

    /// <summary>The place of an item of a list, which is nearer to its mistake than the list where the list itself has no line.</summary>
    public Place Item(int index) => this with { Key = $"{Key}[{index}]" };

    /// <summary>The place of a key that was set by code: there is no file.</summary>
    public static Place InCode(string key) => new("", 0, 0, key);
}
