using System.Text;

namespace ProcessProxy.AspNetCore.Proxy.Routing;

/// <summary>
/// Decodes the value of a <c>Content-Length</c>: digits unchanged, and anything else as an invalid number. By itself, the web server also accepts
/// signs, which another server may not, so that the two would disagree about where the request ends.
/// </summary>
internal sealed class LengthEncoding : Encoding
{
    private const char NotADigit = 'x';

    public static readonly LengthEncoding Instance = new();

    public override int GetByteCount(char[] chars, int index, int count) => count;

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) =>
        Latin1.GetBytes(chars, charIndex, charCount, bytes, byteIndex);

    public override int GetCharCount(byte[] bytes, int index, int count) => count;

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex) =>
        GetChars(bytes.AsSpan(byteIndex, byteCount), chars.AsSpan(charIndex));

    /// <remarks>A value longer than the longest number fills the buffer, and is refused because of its length.</remarks>
    public override int GetChars(ReadOnlySpan<byte> bytes, Span<char> chars)
    {
        var count = Math.Min(bytes.Length, chars.Length);
        for (var i = 0; i < count; i++)
        {
            chars[i] = char.IsAsciiDigit((char)bytes[i]) ? (char)bytes[i] : NotADigit;
        }

        return count;
    }

    public override int GetMaxByteCount(int charCount) => charCount;

    public override int GetMaxCharCount(int byteCount) => byteCount;
}
