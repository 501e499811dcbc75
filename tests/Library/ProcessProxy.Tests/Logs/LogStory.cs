using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace ProcessProxy.Tests.Logs;

/// <summary>What may happen to a log.</summary>
internal enum LogHappening
{
    /// <summary>The program writes and that is seen.</summary>
    Write,

    /// <summary>The program writes and nobody is told.</summary>
    WriteUnseen,

    /// <summary>The program ends, and the next run begins.</summary>
    NextRun,

    /// <summary>The server is killed and another one takes over.</summary>
    Kill,

    /// <summary>Somebody reads.</summary>
    Read,

    /// <summary>The program writes so much that its log is rotated under it.</summary>
    Flood,
}

/// <summary>One step of a story.</summary>
internal sealed record LogStep(LogHappening What, byte[] Bytes, int Lines)
{
    public override string ToString() => What switch
    {
        LogHappening.Flood => $"{What} {Bytes.Length}",
        LogHappening.Write or LogHappening.WriteUnseen => $"{What} {Convert.ToHexString(Bytes)}",
        LogHappening.Read => $"{What} {Lines}",
        _ => What.ToString(),
    };
}

/// <summary>Random stories of a log, which shrink to the shortest that still fails, and what must be read of them.</summary>
internal static class LogStory
{
    private static readonly byte[][] Pieces =
        [[(byte)'\n'], [(byte)'\n'], [(byte)'\r', (byte)'\n'], [(byte)'\r'], "a"u8.ToArray(), "line"u8.ToArray(), "é"u8.ToArray(), [0xC3], [0xFF], [0], "😀"u8.ToArray(), "\u001b[31m"u8.ToArray()];

    private static readonly Gen<byte[]> Text = Gen.Elements(Pieces).ListOf().Select(pieces => pieces.SelectMany(piece => piece).ToArray());

    private static readonly Gen<LogStep> Step =
        from what in Gen.Elements(LogHappening.Write, LogHappening.Write, LogHappening.Write, LogHappening.WriteUnseen, LogHappening.NextRun, LogHappening.Kill, LogHappening.Read)
        from bytes in Text
        from lines in Gen.Choose(1, 30)
        select new LogStep(what, bytes, lines);

    private static readonly Gen<LogStep> FloodStep =
        from length in Gen.Choose(3000, 9000)
        from lines in Gen.Choose(1, 400)
        select new LogStep(LogHappening.Flood, [.. Enumerable.Range(0, length).Select(at => (byte)(at % lines == lines - 1 ? '\n' : 'a' + at % 26))], lines);

    /// <summary>Stories in which the log is rotated under the program, too.</summary>
    public static Arbitrary<List<LogStep>> WithFloods { get; } = Arb.From(Gen.Frequency((5, Step), (1, FloodStep)).ListOf(), Shrink);

    public static Arbitrary<List<LogStep>> All { get; } = Arb.From(Step.ListOf(), Shrink);

    /// <summary>Every line there is, in order: a newline ends one, and so does the end of a run.</summary>
    public static IReadOnlyList<string> Lines(IEnumerable<byte[]> runs) => [.. runs.SelectMany(LinesOf)];

    private static IEnumerable<string> LinesOf(byte[] run)
    {
        var start = 0;
        while (start < run.Length)
        {
            var newline = Array.IndexOf(run, (byte)'\n', start);
            var end = newline < 0 ? run.Length : newline;
            var text = end > start && run[end - 1] == '\r' ? end - 1 : end;
            yield return Encoding.UTF8.GetString(run, start, text - start);
            start = end + 1;
        }
    }

    private static IEnumerable<List<LogStep>> Shrink(List<LogStep> story)
    {
        for (var size = story.Count / 2; size > 0; size /= 2)
        {
            for (var at = 0; at + size <= story.Count; at += size)
            {
                yield return [.. story[..at], .. story[(at + size)..]];
            }
        }

        for (var at = 0; at < story.Count; at++)
        {
            if (story[at].Bytes.Length > 1)
            {
                yield return [.. story[..at], story[at] with { Bytes = story[at].Bytes[1..] }, .. story[(at + 1)..]];
                yield return [.. story[..at], story[at] with { Bytes = story[at].Bytes[..^1] }, .. story[(at + 1)..]];
            }
        }
    }
}
