using System.Net;
using System.Net.Sockets;
using ProcessProxy.Configuration.Keys;
using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>Checks the addresses of listeners.</summary>
internal static class ListenHost
{
    private const string Local = "localhost";
    private const string Any = "*";

    /// <summary>Returns the address of a listener, or <c>*</c> for all; null, and reports a problem, if it is invalid.</summary>
    public static string? CheckAny(string text, Place place, Reading reading) => text == Any ? text : Check(text, place, "'*', 'localhost' or an address of this machine", null, reading);

    /// <summary>Returns the address of the management listener, or <c>none</c>; null, and reports a problem, if it is invalid.</summary>
    public static string? CheckManagement(string text, Place place, Reading reading) =>
        text == ServerNames.None ? text : Check(text, place, "'localhost' or an address of this machine", text == Any ? "0.0.0.0" : null, reading);

    /// <summary>Returns the address in its usual form, or null if it is neither an address nor <c>localhost</c>.</summary>
    public static string? Normalize(string text)
    {
        if (string.Equals(text, Local, StringComparison.OrdinalIgnoreCase))
        {
            return Local;
        }

        // The parser accepts "1" and "0x7f.1" as addresses, but in a configuration they are mistakes.
        return IPAddress.TryParse(text, out var address)
            && (address.AddressFamily == AddressFamily.InterNetworkV6 || address.ToString() == text)
            ? address.Plain().ToString()
            : null;
    }

    /// <summary>Returns whether only this machine can connect to a normalized host.</summary>
    public static bool IsLoopback(string host) => host == Local || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private static string? Check(string text, Place place, string expected, string? suggestion, Reading reading)
    {
        if (Normalize(text) is { } host)
        {
            return host;
        }

        reading.Problems.Add(place, ProblemCodes.InvalidHost, $"'{place.Key}' must be {expected}, not '{text}'.", suggestion);
        return null;
    }
}
