using ProcessProxy.AspNetCore.Tests.Management;

namespace ProcessProxy.AspNetCore.Tests.Contract;

/// <summary>The HTTP client, over the real listener, keeps the same contract, with a key and all.</summary>
public class HttpContractTests : ProcessClientContract
{
    private ManagementServer server = null!;
    private HttpProcessClient client = null!;

    protected override async Task<IProcessClient> CreateAsync()
    {
        server = await ManagementServer.StartAsync("the key");
        return client = new HttpProcessClient(server.Address, "the key");
    }

    protected override Task PrintAsync(string id, string line) => Do(() => server.Processes.Print(id, line));

    protected override Task ExitAsync(string id, int code) => Do(() => server.Processes.Exit(id, code));

    protected override Task AddToConfigurationAsync(string id) => Do(() => server.Processes.AddToConfiguration(id));

    protected override Task BreakConfigurationAsync() => Do(() => server.Processes.BreakConfiguration(
        new ConfigurationProblem("/srv/processes.yaml", 3, 5, "PP0101", "processes.web.comand", "There is no key 'comand'.", "command"),
        new ConfigurationProblem("/srv/proxy.yaml", 1, 1, "PP0001", "", "The file is empty.")));

    protected override async ValueTask ReleaseAsync()
    {
        client.Dispose();
        await server.DisposeAsync();
    }

    private static Task Do(Action action)
    {
        action();
        return Task.CompletedTask;
    }
}
