using System.Globalization;
using Xunit;

namespace ProcessProxy.Tests.Platform.Linux;

/// <summary>.NET raises the limit of its own descriptors to the highest there is; programs are not to inherit that.</summary>
public sealed class DescriptorLimitTests : IAsyncLifetime
{
    private readonly PlatformBench bench = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact(Timeout = 30_000)]
    public async Task A_program_gets_the_usual_soft_limit_and_may_raise_it_to_the_hard_one()
    {
        var hard = LimitOf(Environment.ProcessId).Hard;
        Assert.SkipWhen(hard <= 1024, "The hard limit is too low to tell anything.");
        using var child = bench.Shell("while [ \"$(ulimit -Sn)\" != 1024 ]; do :; done; echo usual; ulimit -Sn $(ulimit -Hn); echo raised; sleep 100");
        await bench.WrittenAsync("usual");
        await bench.WrittenAsync("raised");
        Assert.Equal((hard, hard), LimitOf(child.Identity.Pid));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_program_that_has_chosen_its_limit_keeps_it()
    {
        var hard = LimitOf(Environment.ProcessId).Hard;
        Assert.SkipWhen(hard <= 1024, "The hard limit is too low to tell anything.");
        using var child = bench.Shell("ulimit -Sn 77; echo chosen; sleep 100");
        await bench.WrittenAsync("chosen");
        new ProcessProxy.Platform.Linux.Processes.DescriptorLimit().ApplyTo(child.Identity.Pid);
        Assert.Equal((77, hard), LimitOf(child.Identity.Pid));
    }

    private static (long Soft, long Hard) LimitOf(int pid)
    {
        var fields = File.ReadLines($"/proc/{pid}/limits").Single(line => line.StartsWith("Max open files", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return (long.Parse(fields[3], CultureInfo.InvariantCulture), long.Parse(fields[4], CultureInfo.InvariantCulture));
    }
}
