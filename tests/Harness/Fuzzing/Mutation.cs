namespace ProcessProxy.Harness;

/// <summary>Spoils a file: one to four small changes of bytes, lines or the signs of its format.</summary>
public static class Mutation
{
    /// <summary>Spoils a file.</summary>
    /// <param name="file">It stays as it is.</param>
    /// <param name="tokens">What its format is made of, and what could upset its reader.</param>
    /// <param name="random">Decides.</param>
    public static byte[] Of(byte[] file, byte[][] tokens, Random random)
    {
        var bytes = file.ToList();
        for (var change = random.Next(1, 5); change > 0; change--)
        {
            Change(bytes, tokens, random);
        }

        return [.. bytes];
    }

    private static void Change(List<byte> bytes, byte[][] tokens, Random random)
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
                bytes.InsertRange(at, tokens[random.Next(tokens.Length)]);
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
