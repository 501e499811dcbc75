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
/// <param name="Instances">Ours once more for each number, as <c>instances-8</c>, with so many instances of its own process as the backend.</param>
/// <param name="Before">The executable of another build of ours, to be compared with this one; null for none.</param>
internal sealed record ProxyOptions(
    int[] Routes, int Rounds, int Seconds, int Warmup, int Connections, string[] Loads, string[] Only, RuntimeSettings[] Settings, int[] Instances, string? Before)
{
    public const string Usage = """
        dotnet run -c Release --project tests/Benchmarks -- proxy [routes=1,100,10000] [rounds=3] [seconds=5] [warmup=8] [connections=64]
                                                            [loads=get1k,get64k,post1k,h2] [only=ours,yarp,nginx,haproxy,caddy]
                                                            [with=DOTNET_gcServer:1+DOTNET_GCHeapCount:2,...] [before=PATH-OF-ANOTHER-BUILD] [instances=1,8]
        """;

    public static ProxyOptions? TryParse(string[] arguments) => Argument.Take(
        new ProxyOptions([1, 100, 10_000], 3, 5, 3, 64, [], [], [], [], null), arguments, (options, argument) => argument switch
        {
            { Name: "loads" } => options with { Loads = argument.Words },
            { Name: "only" } => options with { Only = argument.Words },
            { Name: "with" } when argument.Words.Select(RuntimeSettings.Parse).ToArray() is var settings && !settings.Contains(null) => options with { Settings = settings! },
            { Name: "instances", Numbers: { } instances } => options with { Instances = [.. instances.Order()] },
            { Name: "before", Value.Length: > 0 } => options with { Before = Path.GetFullPath(argument.Value) },
            { Name: "routes", Numbers: { } routes } => options with { Routes = [.. routes.Order()] },
            { Name: "rounds", Number: { } rounds } => options with { Rounds = rounds },
            { Name: "seconds", Number: { } seconds } => options with { Seconds = seconds },
            { Name: "warmup", Number: { } seconds } => options with { Warmup = seconds },
            { Name: "connections", Number: { } connections and >= 8 } => options with { Connections = connections },
            _ => null,
        });
}
