using System.Net;
using System.Net.Sockets;
using ProcessProxy.Platform.Linux.Network;
using ProcessProxy.Platform.Linux.Processes;
using Xunit;

namespace ProcessProxy.Tests.Platform.Linux;

/// <summary>What the kernel tells of ports and of memory.</summary>
public sealed class EvidenceTests
{
    private static readonly string[] Table =
    [
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
        "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 11111 1 0000000000000000 100 0 0 10 0",
        "   1: 0100007F:1F90 0100007F:9C40 01 00000000:00000000 00:00000000 00000000     0        0 22222 1 0000000000000000 100 0 0 10 0",
        "   2: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 33333 1 0000000000000000 100 0 0 10 0",
    ];

    [Theory]
    [InlineData(8080, "socket:[11111]")]
    [InlineData(80, "socket:[33333]")]
    [InlineData(40000, "")]
    public void Only_who_listens_on_a_port_is_found(int port, string sockets) => Assert.Equal(sockets, string.Join(',', PortTable.Sockets(Table).Where(socket => socket.Port == port).Select(socket => socket.Link)));

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public void A_listener_is_found_with_its_process(string address)
    {
        var ip = IPAddress.Parse(address);
        Assert.SkipUnless(ip.AddressFamily == AddressFamily.InterNetwork || Socket.OSSupportsIPv6, "There is no IPv6 here.");
        using var listener = new TcpListener(ip, 0);
        listener.Start();
        var found = new PortTable().Find(((IPEndPoint)listener.LocalEndpoint).Port);
        Assert.Equal(Environment.ProcessId, found!.Pid);
        Assert.StartsWith(found.Command!, File.ReadAllText("/proc/self/cmdline").Replace('\0', ' '), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("low 0\nhigh 0\nmax 0\noom 3\noom_kill 2\noom_group_kill 0\n", 2L)]
    [InlineData("nr_free_pages 1\noom_kill 17\n", 17L)]
    [InlineData("oom_killer 1\n", null)]
    [InlineData("", null)]
    public void The_counter_of_kills_for_want_of_memory_is_read(string lines, long? count) => Assert.Equal(count, MemoryKills.Read(lines));

    [Theory]
    [InlineData("<3>[  12.3] Out of memory: Killed process 471 (node) total-vm:1kB", 471, true)]
    [InlineData("<3>[  12.3] Memory cgroup out of memory: Killed process 4711 (tail) total-vm:1kB", 471, false)]
    [InlineData("<3>[  12.3] Memory cgroup out of memory: Killed process 4711 (tail) total-vm:1kB", 4711, true)]
    [InlineData("", 1, false)]
    public void The_log_of_the_kernel_names_who_was_killed(string lines, int pid, bool tells) => Assert.Equal(tells, KernelLog.TellsOfKill(lines, pid));
}
