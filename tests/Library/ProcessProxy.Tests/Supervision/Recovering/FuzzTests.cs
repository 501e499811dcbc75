using ProcessProxy.Supervision.Keeping;
using ProcessProxy.Supervision.Machine;
using ProcessProxy.Supervision.Running;
using Xunit;

namespace ProcessProxy.Tests.Supervision.Recovering;

/// <summary>Whatever state and PID files hold, nobody else is harmed, nothing runs twice and the server starts.</summary>
public sealed class FuzzTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public Task Whatever_an_earlier_server_left_behind_the_next_one_harms_nobody_and_starts_nothing_twice() =>
        Fuzz.RunAsync(100, Patience, RecoverAsync);

    [Fact]
    public void Whatever_a_pid_file_holds_it_is_read_as_the_number_it_is_or_not_at_all()
    {
        using var folder = new TempFolder();
        var file = folder.File("web.pid");
        Fuzz.Run(1000, random =>
        {
            var text = random.OneIn(3) ? "4711\n" : new string([.. Enumerable.Range(0, random.Next(14)).Select(_ => random.Of("0123456789\r\n \0-+.,x٣".ToCharArray()))]);
            File.WriteAllText(file, text);
            var number = text.TrimEnd('\r', '\n');
            var isPid = number.Length > 0 && number.All(char.IsAsciiDigit) && decimal.Parse(number) is > 1 and <= int.MaxValue;
            var (pid, problem) = PidFile.Read(file);
            Assert.Equal((isPid ? int.Parse(number) : null, isPid), (pid, problem is null));
            PidFile.Remove(file, 4711);
            Assert.Equal(pid != 4711, File.Exists(file));
        });
    }

    private static async Task RecoverAsync(Random random)
    {
        using var bench = new Bench();
        var past = new FuzzedPast(bench, random);
        past.LayOut();
        await using var fleet = new Fleet(bench.Services);
        fleet.Open(past.Spec);
        await PassTimeAsync(bench, fleet.StartAsync(Bench.Cancelled));
        var pids = bench.Feed.All().Select(process => process.Pid).OfType<int>().ToList();
        Assert.Equal(pids.Distinct(), pids);
        Assert.Equal(past.Db.Identity.Pid, bench.Feed.Get("db")!.Pid);
        Assert.Empty(past.Db.EndRequests);
        Assert.True(past.Db.IsTreeAlive);

        await PassTimeAsync(bench, fleet.StopAsync(CancellationToken.None));
        Assert.Empty(past.Stranger.EndRequests);
        Assert.DoesNotContain(bench.Host.Leftovers, left => left.Mark == past.Stranger.Identity.Mark || left.Mark == past.Db.Identity.Mark || left.Pid <= 1);
        Assert.DoesNotContain(bench.Notes.Entries, note => note.StartsWith("Critical", StringComparison.Ordinal));
        Assert.False(past.Db.IsTreeAlive);
    }

    private static async Task PassTimeAsync(Bench bench, Task work)
    {
        await Wait.Passing(() => bench.Time.Advance(TimeSpan.FromMilliseconds(250)), () => work.IsCompleted);
        await work;
    }
}
