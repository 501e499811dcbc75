using Xunit;

namespace ProcessProxy.Harness;

/// <summary>A real server process with a client of its API.</summary>
public sealed class ServerUnderTest(string[] command, TestFolder folder, IReadOnlyDictionary<string, string> environment)
    : ServerProcess(command, folder, environment)
{
    private HttpProcessClient? client;

    public HttpProcessClient Client => client ??= new HttpProcessClient(
        Management.Length > 0 ? new Uri(Management) : throw new InvalidOperationException("The server is not up."));

    /// <summary>Waits until a process is in a state and gives it.</summary>
    public async Task<ProcessInfo> WaitForAsync(string id, Func<ProcessInfo, bool> condition, string what)
    {
        ProcessInfo? info = null;
        await Wait.Until(async () => condition(info = await Client.GetAsync(id, TestContext.Current.CancellationToken)), $"{id} {what}");
        return info!;
    }

    public Task<ProcessInfo> WaitForAsync(string id, RunState state) => WaitForAsync(id, info => info.State == state, $"is {state}");

    public override void Dispose()
    {
        client?.Dispose();
        base.Dispose();
    }
}
