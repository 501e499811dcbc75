using System.Globalization;
using System.Text;

namespace ProcessProxy.AspNetCore.Tests.Fuzzing;

/// <summary>The body of a request, read to exactly where its head says that it ends.</summary>
internal sealed class RequestBody(Stream stream, CancellationToken cancellationToken)
{
    /// <summary>False when no end is said, or what is there does not follow its own rules.</summary>
    public async Task<bool> ReadToEndAsync(string[] head)
    {
        if (ValueOf(head, "Transfer-Encoding") is { } coding)
        {
            return coding.Equals("chunked", StringComparison.OrdinalIgnoreCase) && await ReadChunksAsync();
        }

        if (ValueOf(head, "Content-Length") is not { } text)
        {
            return true;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length) && await SkipAsync(length);
    }

    private static string? ValueOf(string[] head, string name) => head
        .Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)).Select(line => line[(name.Length + 1)..].Trim()).FirstOrDefault();

    private async Task<bool> ReadChunksAsync()
    {
        while (true)
        {
            var line = await LineAsync();
            if (!long.TryParse(line, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var size) || !await SkipAsync(size))
            {
                return false;
            }

            if (await LineAsync() != "")
            {
                return false;
            }

            if (size == 0)
            {
                return true;
            }
        }
    }

    private async Task<string> LineAsync()
    {
        var line = new StringBuilder();
        for (var next = await NextAsync(); next != '\n'; next = await NextAsync())
        {
            line.Append(next >= 0 ? (char)next : throw BrokenOff());
        }

        return line.ToString().TrimEnd('\r');
    }

    private async Task<bool> SkipAsync(long count)
    {
        for (; count > 0; count--)
        {
            if (await NextAsync() < 0)
            {
                throw BrokenOff();
            }
        }

        return true;
    }

    private static IOException BrokenOff() => new("The sender broke off.");

    private async ValueTask<int> NextAsync()
    {
        var one = new byte[1];
        return await stream.ReadAsync(one, cancellationToken) == 0 ? -1 : one[0];
    }
}
