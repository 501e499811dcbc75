using System.Globalization;

namespace ProcessProxy.Benchmarks.Proxy;

/// <summary>What of the proxies is to be measured.</summary>
/// <param name="Routes">Numbers of routes; each contestant is started once for each.</param>
/// <param name="Rounds">How often everything is measured; medians are shown.</param>
/// <param name="Seconds">How long one load lasts.</param>
/// <param name="Warmup">How many seconds of each load come before the first round.</param>
/// <param name="Connections">How many requests are under way at once.</param>
/// <param name="Loads">The loads, by the beginning of their names; empty for all.</param>
/// <param name="Only">The contestants, by the beginning of their names; empty for all.</param>
/// <param name="Settings">Ours once more for each, with settings of the runtime.</param>
/// <param name="Before">The executable of another build of ours, to be compared with this one; null for none.</param>
internal sealed record ProxyOptions(
    int[] Routes, int Rounds, int Seconds, int Warmup, int Connections, string[] Loads, string[] Only, RuntimeSettings[] Settings, string? Before)
{
    public const string Usage = """
        dotnet run -c Release --project tests/Benchmarks -- proxy [routes=1,100,10000] [rounds=3] [seconds=5] [warmup=8] [connections=64]
                                                            [loads=get1k,get64k,post1k,h2] [only=ours,yarp,nginx,haproxy,caddy]
                                                            [with=DOTNET_gcServer:1+DOTNET_GCHeapCount:2,...] [before=PATH-OF-ANOTHER-BUILD]
        """;

    public static ProxyOptions? TryParse(string[] arguments)
    {
        var options = new ProxyOptions([1, 100, 10_000], 3, 5, 3, 64, [], [], [], null);
        foreach (var argument in arguments)
        {
            var (name, value) = argument.Split('=', 2) is [var key, var text] ? (key, text) : (argument, "");
            var words = value.Split(',', StringSplitOptions.RemoveEmptyEntries);
            int[] numbers = [.. words.Select(Number)];
            switch (name)
            {
                case "loads":
                    options = options with { Loads = words };
                    continue;
                case "only":
                    options = options with { Only = words };
                    continue;
                case "with" when words.Select(RuntimeSettings.Parse).ToArray() is var settings && !settings.Contains(null):
                    options = options with { Settings = settings! };
                    continue;
                case "before" when value.Length > 0:
                    options = options with { Before = Path.GetFullPath(value) };
                    continue;
                case "routes" when numbers.Length > 0 && numbers.All(number => number > 0):
                    options = options with { Routes = [.. numbers.Order()] };
                    continue;
                case "rounds" when numbers is [> 0]:
                    options = options with { Rounds = numbers[0] };
                    continue;
                case "seconds" when numbers is [> 0]:
                    options = options with { Seconds = numbers[0] };
                    continue;
                case "warmup" when numbers is [> 0]:
                    options = options with { Warmup = numbers[0] };
                    continue;
                case "connections" when numbers is [>= 8]:
                    options = options with { Connections = numbers[0] };
                    continue;
                default:
                    return null;
            }
        }

        return options;
    }

    public static bool Wants(string[] wanted, string name) =>
        wanted.Length == 0 || wanted.Any(begin => name.StartsWith(begin, StringComparison.OrdinalIgnoreCase));

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
}
