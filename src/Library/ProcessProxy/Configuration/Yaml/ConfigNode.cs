namespace ProcessProxy.Configuration.Yaml;

/// <summary>One value of a YAML file and where it begins; lines and columns from 1.</summary>
internal abstract class ConfigNode(int line, int column, long size)
{
    public int Line { get; } = line;

    public int Column { get; } = column;

    /// <summary>How many nodes this one stands for when every alias is written out.</summary>
    public long Size { get; } = size;

    /// <summary>What it is, in words.</summary>
    public abstract string Kind { get; }

    /// <summary>Whether nothing was written: <c>args:</c>, <c>~</c>, <c>null</c>.</summary>
    public virtual bool IsEmpty => false;
}

/// <summary>A single value as it was written. Only a plain one can be anything but text.</summary>
internal sealed class ScalarNode(int line, int column, string text, bool isPlain) : ConfigNode(line, column, 1)
{
    public string Text { get; } = text;

    public bool IsPlain { get; } = isPlain;

    public override string Kind => "a single value";

    public override bool IsEmpty => IsPlain && (Text is "" or "~" or "null" or "Null" or "NULL");
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

/// <summary>One key of a map with its value.</summary>
internal readonly record struct MapEntry(ScalarNode Key, ConfigNode Value);
