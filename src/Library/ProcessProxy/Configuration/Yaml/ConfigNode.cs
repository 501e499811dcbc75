namespace ProcessProxy.Configuration.Yaml;

/// <summary>A value of a YAML file with the place where it begins; lines and columns from 1.</summary>
internal abstract class ConfigNode(int line, int column, long size)
{
    public int Line { get; } = line;

    public int Column { get; } = column;

    /// <summary>Gets the number of nodes it stands for with every alias expanded.</summary>
    public long Size { get; } = size;

    /// <summary>Gets its kind in words.</summary>
    public abstract string Kind { get; }

    /// <summary>Gets whether nothing was written: <c>args:</c>, <c>~</c>, <c>null</c>.</summary>
    public virtual bool IsEmpty => false;
}

/// <summary>A single value as written. Only an unquoted one can be anything but text.</summary>
internal sealed class ScalarNode(int line, int column, string text, bool isPlain) : ConfigNode(line, column, 1)
{
    public string Text { get; } = text;

    public bool IsPlain { get; } = isPlain;

    public override string Kind => "a single value";

    /// <summary>Gets whether it is no value: nothing, <c>~</c> or <c>null</c>, without quotes.</summary>
    public bool IsNull => IsPlain && SaysNull(Text);

    /// <summary>Gets whether it stands for an empty list as well as for an empty text, which settings of an application do not distinguish.</summary>
    public bool MayBeEmptyList { get; init; }

    public override bool IsEmpty => IsNull || MayBeEmptyList;

    /// <summary>Returns whether a text without quotes is no value.</summary>
    public static bool SaysNull(string text) => text is "" or "~" or "null" or "Null" or "NULL";
}

/// <summary>A list.</summary>
internal sealed class ListNode(int line, int column, IReadOnlyList<ConfigNode> items, long size) : ConfigNode(line, column, size)
{
    public IReadOnlyList<ConfigNode> Items { get; } = items;

    public override string Kind => "a list";
}

/// <summary>A map, in the order of the file.</summary>
internal sealed class MapNode(int line, int column, IReadOnlyList<MapEntry> entries, long size) : ConfigNode(line, column, size)
{
    public IReadOnlyList<MapEntry> Entries { get; } = entries;

    public override string Kind => "a map";
}

/// <summary>A key of a map with its value.</summary>
internal readonly record struct MapEntry(ScalarNode Key, ConfigNode Value);
