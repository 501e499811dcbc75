using ProcessProxy.AspNetCore.Connections;
using ProcessProxy.Configuration;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Connections;

public sealed class ConnectionBudgetTests
{
    private const long Plenty = 64L << 30;

    [Theory]
    [InlineData(600, 180, 3)]
    [InlineData(1024, 180, 3)]
    [InlineData(4096, 220, 100)]
    [InlineData(20_000, 220, 1000)]
    [InlineData(524_288, 220, 10)]
    public void Whatever_clients_do_there_are_descriptors_left_for_the_programs(long limit, int open, int programs)
    {
        var budget = ConnectionBudget.Of(limit, open, 4 * programs, Plenty);
        Assert.InRange(open + budget.Clients + budget.Outgoing + (2 * budget.Management) + (4 * programs) + 96, 0, limit);
        Assert.InRange(budget.Management, 16, 1024);
        Assert.InRange(budget.Clients, 100, 65_536);
        Assert.InRange(budget.Outgoing, budget.Clients, int.MaxValue);
        Assert.InRange(budget.ClientsOfOne, 8, budget.Clients / 2);
    }

    [Fact]
    public void However_few_descriptors_there_are_some_connections_are_let_in() =>
        Assert.Equal(new ConnectionBudget(8, 8, 8, 8), ConnectionBudget.Of(256, 230, 4000, Plenty));

    [Theory]
    [InlineData(512)]
    [InlineData(1024)]
    [InlineData(16_384)]
    public void Clients_that_read_nothing_do_not_fill_the_memory(int megabytes)
    {
        var memory = (long)megabytes << 20;
        var budget = ConnectionBudget.Of(1_048_576, 220, 40, memory);
        Assert.InRange((budget.Clients * (64L << 10)) + (budget.Outgoing * (128L << 10)), memory / 2, memory * 3 / 4);
        Assert.InRange(budget.Outgoing, 2048, int.MaxValue);
    }

    [Theory]
    [InlineData(OutputMode.Merged, true, 4)]
    [InlineData(OutputMode.Separate, true, 4)]
    [InlineData(OutputMode.Pipe, true, 8)]
    [InlineData(OutputMode.Pipe, false, 4)]
    public void A_program_whose_output_comes_through_a_pipe_needs_more(OutputMode output, bool keep, int each) =>
        Assert.Equal(3 * each, ConnectionBudget.OfPrograms([Program(output, keep), Program(output, keep), Program(output, keep)]));

    [Fact]
    public void What_this_system_allows_is_shared_out() => Assert.InRange(ConnectionBudget.Now([Program(OutputMode.Merged, keep: true)]).Clients, 100, 65_536);

    private static ProcessSpec Program(OutputMode output, bool keep) => new()
    {
        Id = "web",
        Name = "web",
        Launch = new LaunchSpec { Command = "web", Cwd = "/", PidFile = "", CleanupPidOnExit = false, Log = new LogSpec { File = "/web.log", Output = output, Keep = keep } },
    };
}
