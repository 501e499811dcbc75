using System.Text;

namespace ProcessProxy.EndToEnd.Harness;

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

    /// <summary>All bytes, the oldest first; without the hole that some file systems leave at the head of a file that was cut.</summary>
    public byte[] Bytes()
    {
        using var all = new MemoryStream();
        foreach (var number in Archives.Reverse())
        {
            all.Write(WithoutHole(File.ReadAllBytes($"{path}.{number}")));
        }

        all.Write(WithoutHole(File.ReadAllBytes(path)));
        return all.ToArray();
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

    private static ReadOnlySpan<byte> WithoutHole(ReadOnlySpan<byte> bytes) => bytes.TrimStart((byte)0);
}
