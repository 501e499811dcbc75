using System.Net;
using System.Net.Sockets;
using ProcessProxy.Configuration.Problems;
using ProcessProxy.Configuration.Yaml;

namespace ProcessProxy.Configuration.Keys.Kinds;

/// <summary>A list of addresses, and networks such as <c>10.0.0.0/8</c>.</summary>
internal sealed class NetworksKind : ValueKind<ValueList<IPNetwork>>
{
    public override ValueShape Shape { get; } = new(ValueForm.Texts, "list of addresses and networks (`10.0.0.0/8`)");

    public override bool TryRead(ConfigNode written, Place place, Reading reading, out ValueList<IPNetwork> value)
    {
        value = [];
        if (written is not ListNode list)
        {
            WrongType(written, place, reading, "a list of texts, such as [one, two]");
            return false;
        }

        var networks = new List<IPNetwork>();
        foreach (var (text, at) in TextsKind.Placed(list, place, reading))
        {
            if (Parse(text) is { } network)
            {
                networks.Add(network);
            }
            else
            {
                reading.Problems.Add(at, ProblemCodes.InvalidNetwork, $"'{text}' is not an IP address or a network such as 10.0.0.0/8.");
            }
        }

        value = [.. networks];
        return true;
    }

    public override string Show(ValueList<IPNetwork> value) => $"[{string.Join(", ", value)}]";

    public override object ToWire(ValueList<IPNetwork> value) => value.Select(network => network.ToString()).ToArray();

    private static IPNetwork? Parse(string text) =>
        IPAddress.TryParse(text, out var address) && IsWhole(address, text) ? new(address, address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128)
        : IPNetwork.TryParse(text, out var network) ? network
        : null;

    // Some parsers accept "10" and "127.1" as addresses.
    private static bool IsWhole(IPAddress address, string text) =>
        address.AddressFamily == AddressFamily.InterNetwork ? address.ToString() == text : address.ScopeId == 0;
}
