using System.Net;
using System.Net.Sockets;
using ProcessProxy.Configuration.Entries;
using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>Checks the addresses that are listened on.</summary>
internal static class ListenHost
{
    private const string Local = "localhost";
    private const string Any = "*";

    /// <summary>The address that was written, or else another; <c>*</c> only where all addresses may be meant.</summary>
    public static string Resolve(Written<string>? written, string otherwise, bool allowAny, ProblemList problems)
    {
        if (written is not { } text || (allowAny && text.Value == Any))
        {
            return otherwise;
        }

        if (Normalize(text.Value) is { } host)
        {
            return host;
        }

        problems.Add(text.Place, ProblemCodes.InvalidHost,
            $"'{text.Place.Key}' must be {(allowAny ? "'*', " : "")}'localhost' or an address of this machine, not '{text.Value}'.",
            text.Value == Any ? "0.0.0.0" : null);
        return otherwise;
    }

    /// <summary>The address in its usual form, or null when it is no address and not <c>localhost</c>.</summary>
    public static string? Normalize(string text)
    {
        if (string.Equals(text, Local, StringComparison.OrdinalIgnoreCase))
        {
            return Local;
        }

        // "1" and "0x7f.1" are addresses to the parser and mistakes in a configuration.
        return IPAddress.TryParse(text, out var address)
            && (address.AddressFamily == AddressFamily.InterNetworkV6 || address.ToString() == text)
            ? address.Plain().ToString()
            : null;
    }

    /// <summary>Whether only this machine can connect to a normalized host.</summary>
    public static bool IsLoopback(string host) => host == Local || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
