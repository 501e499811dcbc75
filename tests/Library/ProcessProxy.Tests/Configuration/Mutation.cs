using System.Text;

namespace ProcessProxy.Tests.Configuration;

/// <summary>Spoils a file: one to four small changes of bytes, lines or YAML's own signs.</summary>
internal static class Mutation
{
    private static readonly byte[][] Tokens =
    [
        .. new[]
        {
            ":", ": ", "- ", "[", "]", "{", "}", "\"", "'", "#", "&a ", "*a", "!", "!!str ", "!!int ", "|", ">", "|-\n", "%", "@", "`", "? ", "<<: *a\n", "---\n",
            "...\n", "\t", "\n", "\r\n", "\0", "${", "$${", "${HOME}", "${NONE}", "${NONE:-x}", "~", "null", "true", "-1", "0", "99999999999999999999",
            "0x1F", "1e3", ".inf", "\"\\u0000\"", "\"\\uD83D\"", "\\", "/", "..", "*.", "(", ")+", "(?=", "\\1", "é", "\u2028", "\uFEFF", "😀",
            "%YAML 1.2\n", "%TAG ! x\n",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
    ];

    public static byte[] Of(byte[] file, Random random)
    {
        var bytes = file.ToList();
        for (var change = random.Next(1, 5); change > 0; change--)
        {
            Change(bytes, random);
        }

        return [.. bytes];
    }

    private static void Change(List<byte> bytes, Random random)
    {
        var at = random.Next(bytes.Count + 1);
        var length = Math.Min(random.Next(1, 20), bytes.Count - at);
        switch (random.Next(8))
        {
            case 0:
                bytes.RemoveRange(at, length);
                break;
            case 1:
                bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(at, length));
                break;
            case 2 when at < bytes.Count:
                bytes[at] = (byte)random.Next(256);
                break;
            case 3 when at < bytes.Count:
                bytes[at] = (byte)random.Next(' ', 127);
                break;
            case 4:
                MoveLine(bytes, at, random);
                break;
            case 5 when random.Next(4) == 0:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 6:
                bytes.InsertRange(at, Enumerable.Repeat((byte)' ', random.Next(1, 5)));
                break;
            default:
                bytes.InsertRange(at, Tokens[random.Next(Tokens.Length)]);
                break;
        }
    }

    /// <summary>Doubles a line somewhere else: duplicate keys and keys where they do not belong.</summary>
    private static void MoveLine(List<byte> bytes, int at, Random random)
    {
        if (bytes.Count == 0)
        {
            return;
        }

        var start = bytes.LastIndexOf((byte)'\n', Math.Min(at, bytes.Count - 1)) + 1;
        var end = bytes.IndexOf((byte)'\n', start);
        var line = bytes.GetRange(start, (end < 0 ? bytes.Count : end + 1) - start);
        var target = bytes.IndexOf((byte)'\n', random.Next(bytes.Count)) + 1;
        bytes.InsertRange(target, line);
    }
}
