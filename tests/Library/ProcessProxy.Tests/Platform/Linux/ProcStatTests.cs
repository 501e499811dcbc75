using System.Text;
using ProcessProxy.Platform.Linux.Proc;
using Xunit;

namespace ProcessProxy.Tests.Platform.Linux;

public sealed class ProcStatTests
{
    private const string Rest = "S 1 4711 4712 0 -1 4194560 100 0 0 0 1 2 3 4 20 0 1 0 987654321 1000 50 18446744073709551615 1 1 0 0 0 0 0 0 65536 0 0 0 17 0 0 0 0 0 0 0 0 0 0 0 0 0 9";

    [Theory]
    [InlineData("node")]
    [InlineData("")]
    [InlineData("a b c")]
    [InlineData(") R 1 2 3")]
    [InlineData("(((")]
    [InlineData(")))")]
    [InlineData(") (")]
    [InlineData("x) Z 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 0 0 0 0 5")]
    [InlineData("line\nbreak")]
    [InlineData("naïve 🚀")]
    public void A_name_may_hold_anything(string name)
    {
        Assert.True(ProcStat.TryParse(Encoding.UTF8.GetBytes($"4711 ({name}) {Rest}\n"), out var stat));
        Assert.Equal(new ProcStat(name, 'S', 1, 4711, 4712, 987654321, 9) { CpuTicks = 10, Threads = 1, ResidentPages = 50, HasMemory = true }, stat);
    }

    [Theory]
    [InlineData('Z', true)]
    [InlineData('X', true)]
    [InlineData('T', false)]
    [InlineData('D', false)]
    public void A_zombie_is_dead_and_one_that_is_stopped_is_not(char state, bool dead)
    {
        Assert.True(ProcStat.TryParse(Encoding.UTF8.GetBytes($"1 (x) {state}{Rest[1..]}"), out var stat));
        Assert.Equal(dead, stat.IsDead);
    }

    [Theory]
    [InlineData("")]
    [InlineData("4711")]
    [InlineData("4711 (node")]
    [InlineData("4711 (node)")]
    [InlineData("4711 (node) ")]
    [InlineData(")(")]
    [InlineData("4711 (node) S 1 x 4712 0")]
    [InlineData("4711 (node) S 1 4711 4712 0 -1 4194560")]
    [InlineData("\0\0\0\0\0\0")]
    public void What_is_cut_off_or_something_else_is_not_parsed(string text) =>
        Assert.False(ProcStat.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void What_the_kernel_says_of_us_is_parsed()
    {
        var stat = ProcFs.ReadStat(Environment.ProcessId);
        Assert.NotNull(stat);
        Assert.True(stat.Value is { IsDead: false, StartTicks: > 0, Group: > 0, HasMemory: true, HasEmptyEnvironment: false });
        Assert.Null(ProcFs.ReadStat(int.MaxValue));
    }
}
