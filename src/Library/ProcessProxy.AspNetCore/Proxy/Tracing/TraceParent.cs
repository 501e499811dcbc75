using Microsoft.AspNetCore.Http;
using ProcessProxy.AspNetCore.Proxy.Origin;

namespace ProcessProxy.AspNetCore.Proxy.Tracing;

/// <summary>The header <c>traceparent</c>: <c>00-TRACE-PARENT-FLAGS</c>, 32, 16 and 2 hexadecimal digits.</summary>
internal static class TraceParent
{
    /// <summary>The name of the header.</summary>
    public const string Name = "traceparent";

    private const int Length = 55;
    private const int IdStart = 3;
    private const int IdLength = 32;
    private const int ParentStart = 36;
    private const int ParentLength = 16;
    private const int FlagsStart = 53;

    /// <summary>Returns the value from a trusted proxy, or null if there is none or it is invalid.</summary>
    public static string? ToldBy(HttpContext context) =>
        RequestOrigin.IsVouchedFor(context) && context.Request.Headers[Name] is [{ } told] && IsValid(told) ? told : null;

    /// <summary>Returns whether a text is valid. Later versions may have more at the end.</summary>
    public static bool IsValid(ReadOnlySpan<char> text) =>
        text.Length >= Length
        && IsHex(text[..2]) && text[..2] is not "ff"
        && (text.Length == Length || (text[..2] is not "00" && text[Length] == '-'))
        && text[IdStart - 1] == '-' && text[ParentStart - 1] == '-' && text[FlagsStart - 1] == '-'
        && IsHex(text.Slice(IdStart, IdLength)) && text.Slice(IdStart, IdLength).ContainsAnyExcept('0')
        && IsHex(text.Slice(ParentStart, ParentLength)) && text.Slice(ParentStart, ParentLength).ContainsAnyExcept('0')
        && IsHex(text.Slice(FlagsStart, 2));

    /// <summary>Returns the trace ID.</summary>
    public static string IdOf(string text) => text.Substring(IdStart, IdLength);

    /// <summary>Returns whether the client wants its trace to be sampled, or null if it does not say so in a known form.</summary>
    /// <remarks>Nothing else is accepted from a client that is not trusted; this flag does no harm.</remarks>
    public static bool? IsWanted(HttpContext context) => context.Request.Headers[Name] is [{ } told] && IsValid(told)
        ? (Convert.ToByte(told.Substring(FlagsStart, 2), 16) & 1) != 0
        : null;

    /// <summary>Starts a new trace.</summary>
    /// <param name="isSampled">Whether it is recorded.</param>
    /// <remarks>Random, not secret: it identifies and does not authenticate.</remarks>
    public static string Create(bool isSampled) => string.Create(Length, isSampled, static (text, sampled) =>
    {
        Span<byte> random = stackalloc byte[(IdLength + ParentLength) / 2];
        Random.Shared.NextBytes(random);
        "00-".CopyTo(text);
        Convert.TryToHexStringLower(random[..(IdLength / 2)], text[IdStart..], out _);
        text[ParentStart - 1] = '-';
        Convert.TryToHexStringLower(random[(IdLength / 2)..], text[ParentStart..], out _);
        (sampled ? "-01" : "-00").CopyTo(text[(FlagsStart - 1)..]);
    });

    private static bool IsHex(ReadOnlySpan<char> text) => !text.ContainsAnyExcept("0123456789abcdef");
}
