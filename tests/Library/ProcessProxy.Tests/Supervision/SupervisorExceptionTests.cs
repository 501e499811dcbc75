using Microsoft.Extensions.Logging.Abstractions;
using ProcessProxy.Configuration;
using ProcessProxy.Harness;
using ProcessProxy.Platform;
using Xunit;

namespace ProcessProxy.Tests.Supervision;

/// <summary>What a supervisor throws when it cannot start.</summary>
public sealed class SupervisorExceptionTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task One_that_was_stopped_does_not_start_again()
    {
        await using var supervisor = Supervisor();
        await supervisor.StartAsync(TestContext.Current.CancellationToken);
        await supervisor.StopAsync(hurry: TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<ObjectDisposedException>(() => supervisor.StartAsync(TestContext.Current.CancellationToken));
        Assert.Throws<ObjectDisposedException>(() => supervisor.Client);
    }

    [Fact]
    public async Task One_that_was_disposed_of_does_not_open()
    {
        var supervisor = Supervisor();
        await supervisor.DisposeAsync();

        Assert.Throws<ObjectDisposedException>(supervisor.Open);
        Assert.False(Directory.Exists(folder.File("pids")));
    }

    [Fact]
    public async Task The_message_of_an_invalid_configuration_holds_every_problem()
    {
        await using var supervisor = Supervisor(options => options.AddProcess("web", p => p.MaxRestarts = -1));

        var refused = Assert.Throws<ProcessProxyException>(supervisor.Open);

        Assert.Equal(ErrorCodes.ConfigurationInvalid, refused.Code);
        Assert.Equal("The configuration has 2 problems.", refused.Sentence);
        Assert.Equal(string.Join(Environment.NewLine, [refused.Sentence, .. refused.Problems.Select(problem => problem.ToString())]), refused.Message);
        Assert.Contains("processes.web.maxRestarts: error PP0103: ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_supervisor_of_the_same_processes_is_refused_with_a_code()
    {
        await using var first = Supervisor();
        first.Open();
        await using var second = Supervisor();

        var refused = Assert.ThrowsAny<ProcessProxyException>(second.Open);

        Assert.Equal((ErrorCodes.AlreadyRunning, (int?)Environment.ProcessId), (refused.Code, Assert.IsType<ServerLockedException>(refused).Pid));
    }

    private ProcessSupervisor Supervisor(Action<ProcessProxyOptions>? configure = null)
    {
        var options = new ProcessProxyOptions { ProjectDirectory = folder.Path };
        configure?.Invoke(options);
        return new(options, NullLoggerFactory.Instance, TimeProvider.System);
    }
}
