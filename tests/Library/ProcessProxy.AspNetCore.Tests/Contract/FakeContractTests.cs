namespace ProcessProxy.AspNetCore.Tests.Contract;

/// <summary>The in-memory supervisor of these tests keeps the contract itself; otherwise it would prove nothing.</summary>
public class FakeContractTests : ProcessClientContract
{
    private readonly FakeProcessClient fake = new();

    protected override Task<IProcessClient> CreateAsync() => Task.FromResult<IProcessClient>(fake);

    protected override Task PrintAsync(string id, string line) => Do(() => fake.Print(id, line));

    protected override Task ExitAsync(string id, int code) => Do(() => fake.Exit(id, code));

    protected override Task AddToConfigurationAsync(string id) => Do(() => fake.AddToConfiguration(id));

    protected override Task BreakConfigurationAsync() =>
        Do(() => fake.BreakConfiguration(new ConfigurationProblem("/srv/processes.yaml", 3, 5, "PP0101", "processes.web.comand", "There is no key 'comand'.", "command")));

    protected override ValueTask ReleaseAsync() => ValueTask.CompletedTask;

    private static Task Do(Action action)
    {
        action();
        return Task.CompletedTask;
    }
}
