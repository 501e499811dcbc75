using System.Diagnostics;
using System.Text;
using Xunit;

namespace ProcessProxy.EndToEnd.Support;

/// <summary>What is kept of a log, seen from outside: the archives and then the log itself.</summary>
internal sealed class KeptLog(string path)
{
    public string Log => path;

    /// <summary>The numbers of the archives, the newest first.</summary>
    public int[] Archives => [.. Directory.GetFiles(Path.GetDirectoryName(path)!)
        .Where(file => file.StartsWith(path + ".", StringComparison.Ordinal))
        .Select(file => int.TryParse(file[(path.Length + 1)..], out var number) ? number : 0).Where(number => number > 0).Order()];

    /// <summary>What a rotation has left that was not finished.</summary>
    public string[] Unfinished => [.. new[] { $"{path}.cut", $"{path}.new", $"{path}.new.idx" }.Where(File.Exists)];

    /// <summary>
    /// All bytes, the oldest first; without the hole that some file systems leave at the head of a file that was cut. A rotation moves bytes from one
    /// file to another and shifts the numbers, so what is read counts only if there was none meanwhile.
    /// </summary>
    public byte[] Bytes()
    {
        for (var began = Stopwatch.GetTimestamp(); ;)
        {
            var before = Shape();
            if (Unfinished.Length == 0 && TryRead() is { } bytes && Shape() == before && Unfinished.Length == 0)
            {
                return bytes;
            }

            Assert.True(Stopwatch.GetElapsedTime(began) < Wait.Patience, $"{path} never came to rest.");
        }
    }

    public string Text() => Encoding.UTF8.GetString(Bytes());

    public bool EndsWith(string line)
    {
        var wanted = Encoding.UTF8.GetBytes(line + "\n");
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (file.Length < wanted.Length)
        {
            return false;
        }

        var end = new byte[wanted.Length];
        file.Seek(-wanted.Length, SeekOrigin.End);
        return file.ReadAtLeast(end, end.Length, throwOnEndOfStream: false) == end.Length && end.AsSpan().SequenceEqual(wanted);
    }

    private (int Archives, long Length) Shape() => (Archives.Length, new FileInfo(path).Length);

    private byte[]? TryRead()
    {
        try
        {
            using var all = new MemoryStream();
            foreach (var number in Archives.Reverse())
            {
                all.Write(WithoutHole(File.ReadAllBytes($"{path}.{number}")));
            }

            all.Write(WithoutHole(File.ReadAllBytes(path)));
            return all.ToArray();
        }
        catch (FileNotFoundException)
        {
            // It has another number by now.
            return null;
        }
    }

    private static ReadOnlySpan<byte> WithoutHole(ReadOnlySpan<byte> bytes) => bytes.TrimStart((byte)0);
}
