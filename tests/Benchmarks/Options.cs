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

    public static Options? TryParse(string[] arguments) => Argument.Take(new Options([1, 100, 1000], 3, 200, 200, 30, []), arguments, (options, argument) => argument switch
    {
        { Name: "only" } => options with { Only = argument.Words },
        { Name: "counts", Numbers: { } counts } => options with { Counts = [.. counts.Order()] },
        { Name: "rounds", Number: { } rounds } => options with { Rounds = rounds },
        { Name: "restarts", Number: { } restarts } => options with { Restarts = restarts },
        { Name: "lists", Number: { } lists } => options with { Lists = lists },
        { Name: "idle", Number: { } seconds } => options with { IdleSeconds = seconds },
        _ => null,
    });

    public bool Wants(string name) => Argument.Wants(Only, name);
}
