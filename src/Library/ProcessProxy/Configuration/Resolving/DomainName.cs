using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ProcessProxy.Configuration.Keys;
using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>Checks the domain of a route and converts it to the form that browsers send.</summary>
internal static class DomainName
{
    private const string Wildcard = "*.";
    private const int LongestName = 253;
    private const int LongestLabel = 63;

    private static readonly IdnMapping Idn = new();

    /// <summary>Returns the domain of a route in lower case and ASCII; null, and reports a problem, if it is invalid.</summary>
    public static string? Check(string text, Place place, Reading reading)
    {
        var domain = Normalize(text);
        if (domain is null)
        {
            reading.Problems.Add(place, ProblemCodes.InvalidDomain,
                $"'{text}' is not a domain. Use 'example.org' or '*.example.org', without scheme, port and path. Omit the key to serve any domain.");
        }

        return domain;
    }

    /// <summary>Returns the domain in lower case and ASCII, or null if it is invalid.</summary>
    public static string? Normalize(string text)
    {
        if (text.StartsWith(Wildcard, StringComparison.Ordinal))
        {
            return Name(text[Wildcard.Length..]) is { } parent ? Wildcard + parent : null;
        }

        if (text.StartsWith('['))
        {
            return text.EndsWith(']') && IPAddress.TryParse(text.AsSpan(1, text.Length - 2), out var address)
                && address.AddressFamily == AddressFamily.InterNetworkV6
                ? $"[{address}]"
                : null;
        }

        return Name(text);
    }

    private static string? Name(string text)
    {
        if (text.Length is 0 or > LongestName)
        {
            return null;
        }

        var name = text.ToLowerInvariant();
        if (!Ascii(name))
        {
            try
            {
                name = Idn.GetAscii(name).ToLowerInvariant();
            }
            catch (ArgumentException)
            {
                return null; // Not a valid international domain name: this class reports it only by an exception.
            }
        }

        return name.Length <= LongestName && name.Split('.').All(IsLabel) ? name : null;
    }

    private static bool Ascii(string text) => !text.AsSpan().ContainsAnyExceptInRange('\0', '\x7F');

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= LongestLabel
        && label[0] != '-' && label[^1] != '-'
        && label.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');
}
