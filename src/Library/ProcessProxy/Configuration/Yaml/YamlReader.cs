using ProcessProxy.Configuration.Problems;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ProcessProxy.Configuration.Yaml;

/// <summary>Reads YAML into nodes with places, within <see cref="YamlLimits"/>. The only file that uses the YAML library.</summary>
internal sealed class YamlReader
{
    /// <summary>The hint how to write a backslash, which occurs in every Windows path.</summary>
    public const string Backslash = "In double quotes, a backslash begins an escape sequence. Write a Windows path in single quotes: 'C:\\app'.";

    private const string CoreTags = "tag:yaml.org,2002:";

    private readonly GuardedParser parser;
    private readonly string file;
    private readonly ProblemList problems;
    private readonly Dictionary<string, ConfigNode> anchors = new(StringComparer.Ordinal);

    private YamlReader(string text, string file, ProblemList problems)
    {
        parser = new(text);
        this.file = file;
        this.problems = problems;
    }

    /// <summary>Returns the only document of <paramref name="text"/>, or null and reports a problem.</summary>
    public static ConfigNode? Read(string text, string file, ProblemList problems)
    {
        try
        {
            return new YamlReader(text, file, problems).ReadDocument();
        }
        catch (YamlException e) when (e.Message.Contains("tab", StringComparison.Ordinal) && IndentingTab(text, Position(e.Start).Line) is var (line, column))
        {
            problems.Add(new(file, line, column, ""), ProblemCodes.Syntax, "The file is not valid YAML: a tab cannot indent a line. Use spaces.");
        }
        catch (YamlException e)
        {
            problems.Add(PlaceOf(e.Start, file), ProblemCodes.Syntax, $"The file is not valid YAML: {e.Message.TrimEnd('.')}.{Hint(text, e.Start)}");
        }
        catch (RefusedException e)
        {
            problems.Add(PlaceOf(e.At, file), e.Code, e.Message);
        }

        return null;
    }

    private ConfigNode? ReadDocument()
    {
        parser.Consume<StreamStart>();
        if (parser.Accept<StreamEnd>(out _))
        {
            problems.Add(new(file, 1, 1, ""), ProblemCodes.EmptyFile, "The file is empty.");
            return null;
        }

        parser.Consume<DocumentStart>();
        var root = ReadNode(1);
        parser.Consume<DocumentEnd>();
        if (parser.Accept<DocumentStart>(out var second))
        {
            throw new RefusedException(second.Start, ProblemCodes.SeveralDocuments, "The file contains a second document. Only one document is allowed.");
        }

        return root;
    }

    private ConfigNode ReadNode(int depth)
    {
        if (depth > YamlLimits.Depth)
        {
            throw new RefusedException(parser.Current!.Start, ProblemCodes.TooDeep, $"Values are nested more than {YamlLimits.Depth} levels deep.");
        }

        if (parser.TryConsume<AnchorAlias>(out var alias))
        {
            return anchors.TryGetValue(alias.Value.Value, out var target)
                ? target
                : throw new RefusedException(alias.Start, ProblemCodes.Syntax, $"No anchor '&{alias.Value.Value}' ends before this alias.");
        }

        var (start, anchor) = parser.Current is NodeEvent next
            ? (next.Start, next.Anchor)
            : throw new RefusedException(parser.Current!.Start, ProblemCodes.Syntax, "A value is expected here.");
        ConfigNode node = next switch
        {
            Scalar => ReadScalar(),
            SequenceStart => ReadList(depth),
            _ => ReadMap(depth),
        };
        CheckSize(node.Size, start);
        if (!anchor.IsEmpty)
        {
            anchors[anchor.Value] = node;
        }

        return node;
    }

    private ScalarNode ReadScalar()
    {
        var scalar = parser.Consume<Scalar>();
        CheckTag(scalar, "str", "int", "float", "bool", "null");
        var isText = !scalar.Tag.IsEmpty && (scalar.Tag.IsNonSpecific || scalar.Tag.Value == CoreTags + "str");
        var (line, column) = Position(scalar.Start);
        return new(line, column, scalar.Value, scalar.Style == ScalarStyle.Plain && !isText);
    }

    private ListNode ReadList(int depth)
    {
        var start = parser.Consume<SequenceStart>();
        CheckTag(start, "seq");
        var items = new List<ConfigNode>();
        var size = 1L;
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(ReadNode(depth + 1));
            size += items[^1].Size;
            CheckSize(size, start.Start);
        }

        var (line, column) = Position(start.Start);
        return new(line, column, items, size);
    }

    private MapNode ReadMap(int depth)
    {
        var start = parser.Consume<MappingStart>();
        CheckTag(start, "map");
        var map = new MapBuilder(file, problems);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = ReadNode(depth + 1);
            map.Add(key, ReadNode(depth + 1));
            CheckSize(map.Size, start.Start);
        }

        var (line, column) = Position(start.Start);
        return map.Build(line, column);
    }

    private static void CheckTag(NodeEvent node, params ReadOnlySpan<string> known)
    {
        if (node.Tag.IsEmpty || node.Tag.IsNonSpecific
            || (node.Tag.Value.StartsWith(CoreTags, StringComparison.Ordinal) && known.Contains(node.Tag.Value[CoreTags.Length..])))
        {
            return;
        }

        throw new RefusedException(node.Start, ProblemCodes.UnsupportedTag, $"The tag '{node.Tag.Value}' is not supported here.");
    }

    /// <summary>Checked with every item, so that reading ends soon.</summary>
    private static void CheckSize(long size, in Mark at)
    {
        if (size > YamlLimits.Nodes)
        {
            throw new RefusedException(at, ProblemCodes.TooManyNodes, $"The file contains more than {YamlLimits.Nodes} values after aliases are expanded.");
        }
    }

    /// <summary>Returns the probable meaning of an unreadable line with a backslash in double quotes.</summary>
    private static string Hint(string text, in Mark at)
    {
        var line = text.Split('\n').ElementAtOrDefault(Position(at).Line - 1) ?? "";
        return line.IndexOf('"', StringComparison.Ordinal) is >= 0 and var quote && line.IndexOf('\\', quote) >= 0 ? $" {Backslash}" : "";
    }

    /// <summary>Returns the first tab that indents a line, from a line on. The library names the map around it.</summary>
    private static (int Line, int Column)? IndentingTab(string text, int from)
    {
        var number = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            number++;
            var content = line.IndexOfAnyExcept(' ');
            if (number >= from && content >= 0 && line[content] == '\t')
            {
                return (number, content + 1);
            }
        }

        return null;
    }

    private static Place PlaceOf(in Mark mark, string file)
    {
        var (line, column) = Position(mark);
        return new(file, line, column, "");
    }

    /// <summary>Errors of the library may have no place; then the first place is as good as any.</summary>
    private static (int Line, int Column) Position(in Mark mark) => (Math.Max(1, (int)mark.Line), Math.Max(1, (int)mark.Column));

    /// <summary>Converts exceptions that the library throws by mistake for broken files to problems. They were found by fuzzing.</summary>
    private sealed class GuardedParser : IParser
    {
        private readonly Scanner scanner;
        private readonly Parser parser;

        public GuardedParser(string text)
        {
            scanner = new(new StringReader(text));
            parser = new(scanner);
        }

        public ParsingEvent? Current => parser.Current;

        public bool MoveNext()
        {
            try
            {
                return parser.MoveNext();
            }
            catch (ArgumentException e)
            {
                // An escape outside of Unicode ("\UFFFFFFFF") or a tag without a name (!<>).
                throw new YamlException(scanner.CurrentPosition, scanner.CurrentPosition, "an escape or a tag has no meaning", e);
            }
            catch (InvalidOperationException e)
            {
                // An unquoted text that cannot begin with its character in this position.
                throw new YamlException(scanner.CurrentPosition, scanner.CurrentPosition, "no value can stand here", e);
            }
        }
    }

    /// <summary>Reading ends here: the rest cannot be trusted or would cost too much.</summary>
    private sealed class RefusedException(Mark at, string code, string message) : Exception(message)
    {
        public Mark At { get; } = at;

        public string Code { get; } = code;
    }
}
