using ProcessProxy.Platform.MacOS.Processes;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Unix;
using Xunit;

namespace ProcessProxy.Tests.Platform.MacOS;

public sealed class TreeMembersTests
{
    private const int Self = 50;
    private static readonly ProcessIdentity Root = new("boot", 100, 1000, 0, "api/1");

    [Fact]
    public void The_mark_the_group_and_the_session_make_a_member()
    {
        TableEntry[] all =
        [
            Entry(100, 100, 100, 1000, null),
            Entry(101, 100, 100, 1001, "api/1"),
            Entry(102, 102, 102, 1002, "api/1"),
            Entry(103, 103, 100, 1003, null),
            Entry(104, 104, 100, 1004, "other/1"),
            Entry(105, 105, 105, 1005, null),
            Entry(Self, 50, 50, 1006, "api/1"),
        ];
        Assert.Equal([100, 101, 102, 103], Pids(wasWatched: true, all));
        Assert.Equal([101, 102], Pids(wasWatched: false, all));
    }

    [Fact]
    public void When_somebody_else_has_the_number_only_the_mark_counts() => Assert.Equal(
        [102],
        Pids(wasWatched: true, Entry(100, 100, 100, 5000, null), Entry(101, 100, 100, 5001, null), Entry(102, 102, 102, 1002, "api/1")));

    private static TableEntry Entry(int pid, int group, int session, ulong start, string? run) => new(pid, "x", group, session, start, run, null);

    private static IEnumerable<int> Pids(bool wasWatched, params TableEntry[] all) =>
        new TreeMembers(Root, wasWatched).Among(all, Self).Select(entry => entry.Pid);
}
