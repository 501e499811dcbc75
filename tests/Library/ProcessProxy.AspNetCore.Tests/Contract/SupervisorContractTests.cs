using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging.Abstractions;
using ProcessProxy.AspNetCore.Management;
using ProcessProxy.Configuration;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Contract;

/// <summary>The real supervisor, with real processes, keeps the contract.</summary>
public class SupervisorContractTests : ProcessClientContract
{
    private SupervisedProject project = null!;

    private protected SupervisedProject Project => project;

    protected override async Task<IProcessClient> CreateAsync()
    {
        project = await SupervisedProject.StartAsync();
        return project.Supervisor.Client;
    }

    protected override Task PrintAsync(string id, string line) => project.PrintAsync(line);

    protected override Task ExitAsync(string id, int code) => project.ExitAsync(code);

    protected override Task AddToConfigurationAsync(string id)
    {
        project.Add(id);
        return Task.CompletedTask;
    }

    protected override Task BreakConfigurationAsync()
    {
        project.Break();
        return Task.CompletedTask;
    }

    protected override ValueTask ReleaseAsync() => project.DisposeAsync();
}

/// <summary>And so it does at the other end of a Unix socket, where no key is needed.</summary>
public class SupervisorOverSocketContractTests : SupervisorContractTests
{
    private WebApplication app = null!;
    private HttpProcessClient client = null!;

    protected override async Task<IProcessClient> CreateAsync()
    {
        var supervised = await base.CreateAsync();
        var spec = new ManagementSpec { Host = null, Port = 0, ApiKey = "the key", Socket = Path.Combine(Project.Folder, "api.sock") };
        app = ManagementApp.Build(spec, supervised, NullLoggerFactory.Instance, TimeProvider.System, connections: 100);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return client = HttpProcessClient.ForSocket(spec.Socket!);
    }

    protected override async ValueTask ReleaseAsync()
    {
        client.Dispose();
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
        await base.ReleaseAsync();
    }
}

/// <summary>And so it does at the other end of HTTP.</summary>
public class SupervisorOverHttpContractTests : SupervisorContractTests
{
    private WebApplication app = null!;
    private HttpProcessClient client = null!;

    protected override async Task<IProcessClient> CreateAsync()
    {
        var supervised = await base.CreateAsync();
        app = ManagementApp.Build(new ManagementSpec { Host = "127.0.0.1", Port = 0, ApiKey = "the key" }, supervised, NullLoggerFactory.Instance, TimeProvider.System, connections: 100);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return client = new HttpProcessClient(new Uri(ManagementApp.ListenersOf(app).Address!), "the key");
    }

    protected override async ValueTask ReleaseAsync()
    {
        client.Dispose();
        await base.ReleaseAsync();
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
    }
}
