using System.Globalization;

namespace ProcessProxy.Benchmarks;

/// <summary>What is to be measured.</summary>
/// <param name="Counts">Numbers of programs; the largest is also the one for idle figures and lists.</param>
/// <param name="Rounds">How often each start and stop is repeated; medians are shown.</param>
/// <param name="Restarts">How many restarts are timed.</param>
/// <param name="Lists">How many lists are timed.</param>
/// <param name="IdleSeconds">How long idleness is watched.</param>
/// <param name="Only">The supervisors, by the beginning of their names; empty for all.</param>
internal sealed record Options(int[] Counts, int Rounds, int Restarts, int Lists, int IdleSeconds, string[] Only)
{
    public const string Usage = """
        dotnet run -c Release --project tests/Benchmarks -- [counts=1,100,1000] [rounds=3] [restarts=200] [lists=200] [idle=30]
                                                            [only=processproxy,supervisord,s6,pm2]
        """;

    public static Options? TryParse(string[] arguments)
    {
        var options = new Options([1, 100, 1000], 3, 200, 200, 30, []);
        foreach (var argument in arguments)
        {
            var (name, value) = argument.Split('=', 2) is [var key, var text] ? (key, text) : (argument, "");
            var numbers = value.Split(',').Select(Number).ToArray();
            switch (name)
            {
                case "only":
                    options = options with { Only = value.Split(',', StringSplitOptions.RemoveEmptyEntries) };
                    continue;
                case "counts" when numbers.All(number => number > 0):
                    options = options with { Counts = [.. numbers.Order()] };
                    continue;
                case "rounds" when numbers is [> 0]:
                    options = options with { Rounds = numbers[0] };
                    continue;
                case "restarts" when numbers is [> 0]:
                    options = options with { Restarts = numbers[0] };
                    continue;
                case "lists" when numbers is [> 0]:
                    options = options with { Lists = numbers[0] };
                    continue;
                case "idle" when numbers is [> 0]:
                    options = options with { IdleSeconds = numbers[0] };
                    continue;
                default:
                    return null;
            }
        }

        return options;
    }

    public bool Wants(string name) => Only.Length == 0 || Only.Any(only => name.StartsWith(only, StringComparison.OrdinalIgnoreCase));

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
}
