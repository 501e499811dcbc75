using System.Buffers;
using System.Text.Unicode;
using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Yaml;

/// <summary>Converts the bytes of a file to text.</summary>
internal static class SourceText
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Returns the text without a byte order mark; null, and reports a problem, if the bytes are not UTF-8.</summary>
    public static string? Decode(ReadOnlySpan<byte> bytes, string file, ProblemList problems)
    {
        if (bytes.StartsWith(ByteOrderMark))
        {
            bytes = bytes[ByteOrderMark.Length..];
        }

        var characters = new char[bytes.Length];
        var status = Utf8.ToUtf16(bytes, characters, out var read, out var written, replaceInvalidSequences: false);
        var text = characters.AsSpan(0, written);
        if (status != OperationStatus.Done)
        {
            problems.Add(EndOf(text, file), ProblemCodes.NotText, $"The byte 0x{bytes[read]:X2} is not UTF-8 text. Save the file as UTF-8.");
            return null;
        }

        var nul = text.IndexOf('\0');
        if (nul >= 0)
        {
            problems.Add(EndOf(text[..nul], file), ProblemCodes.NotText, "The file contains a NUL byte here, so it is not text.");
            return null;
        }

        return text.ToString();
    }

    /// <summary>Returns the place after <paramref name="text"/>.</summary>
    private static Place EndOf(ReadOnlySpan<char> text, string file) =>
        new(file, text.Count('\n') + 1, text.Length - text.LastIndexOf('\n'), "");
}
