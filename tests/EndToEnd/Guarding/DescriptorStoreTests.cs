using System.Net.Sockets;
using Xunit;

namespace ProcessProxy.EndToEnd.Guarding;

/// <summary>Under systemd, its descriptor store or a socket unit does what a guardian does elsewhere.</summary>
public sealed class DescriptorStoreTests
{
    /// <summary>
    /// systemd, as far as the server meets it: starts it with the sockets of its unit and of its store, keeps what it is sent, and starts it again
    /// after a death. What it does is in a file.
    /// </summary>
    private const string Systemd = """
        import array, ctypes, fcntl, os, signal, socket, sys
        ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # It gets the children of its children, as pid 1 does.
        log = open('systemd.log', 'a', buffering=1)
        notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        notify.bind('notify')
        notify.settimeout(0.02)
        store = []
        for port in sys.argv[1].split(','):
            if port:
                unit = socket.create_server(('127.0.0.1', int(port)))
                os.set_inheritable(unit.fileno(), False)
                store.append(('unit', unit.detach()))
                log.write(f'unit {port} {os.readlink(f"/proc/self/fd/{store[-1][1]}")}\n')

        def start():
            pid = os.fork()
            if pid == 0:
                high = [fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, 100) for _, fd in store]
                for index, fd in enumerate(high):
                    os.dup2(fd, 3 + index)
                os.environ['NOTIFY_SOCKET'] = os.path.abspath('notify')
                if store:
                    os.environ['LISTEN_PID'] = str(os.getpid())
                    os.environ['LISTEN_FDS'] = str(len(store))
                    os.environ['LISTEN_FDNAMES'] = ':'.join(name for name, _ in store)
                os.execv(sys.argv[2], sys.argv[2:])
            log.write(f'started {pid} with {",".join(name for name, _ in store)}\n')
            return pid

        server = start()
        signal.signal(signal.SIGTERM, lambda *_: os.kill(server, signal.SIGTERM))
        while True:
            try:
                message, ancillary, _, _ = notify.recvmsg(4096, socket.CMSG_SPACE(64))
                fds = array.array('i')
                for level, kind, data in ancillary:
                    fds.frombytes(data)
                for fd in fds:
                    os.set_inheritable(fd, False)
                lines = dict(line.split('=', 1) for line in message.decode().split('\n') if line)
                if 'FDSTORE' in lines or 'FDSTOREREMOVE' in lines:
                    log.write(f'{message.decode()!r} {len(fds)}\n')
                if 'MAINPID' in lines:
                    server = int(lines['MAINPID'])
                    log.write(f'main {server}\n')
                if 'FDSTOREREMOVE' in lines:
                    for one in [one for one in store if one[0] == lines['FDNAME']]:
                        store.remove(one)
                        os.close(one[1])
                known = {os.fstat(fd).st_ino for _, fd in store}
                store += [(lines['FDNAME'], fd) for fd in fds if os.fstat(fd).st_ino not in known]
            except TimeoutError:
                pass
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == server and status == 0:
                sys.exit(0)
            if pid == server:
                server = start()
        """;

    private const string Web = "web: { command: \"sleep\", args: [\"1000\"] }";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task The_sockets_are_sent_to_the_store_and_taken_back_by_the_next_server()
    {
        await using var project = Managed();
        project.Configure(Web);
        var manager = await project.StartAsync();
        var first = Server(project);
        Assert.Equal(manager.Pid, Machine.Parent(first));
        Assert.Equal(["started", $"{first}", "with"], project.Lines("systemd.log")[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        await Wait.Until(() => Stored(project, "http") && Stored(project, "management"), "the sockets are in the store");

        Machine.Signal(first, Machine.Kill);
        using var waiting = new TcpClient();
        await waiting.ConnectAsync("127.0.0.1", new Uri(manager.Proxy).Port, Cancelled);
        await Wait.Until(() => Server(project) != first, "the next server is started");
        var second = Server(project);
        await Wait.Until(() => manager.Output.Contains($"is up (pid {second})", StringComparison.Ordinal), "the next server is up");
        var status = await manager.Client.GetStatusAsync(Cancelled);
        Assert.Equal((second, manager.Proxy, manager.Management), (status.Pid, status.Endpoints.Http, status.Endpoints.Management));

        // What was in the store already is not stored twice, or removed.
        Machine.Signal(second, Machine.Kill);
        await Wait.Until(() => Server(project) != second, "another server is started");
        await Wait.Until(() => manager.Output.Contains($"is up (pid {Server(project)})", StringComparison.Ordinal), "another server is up");
        var environment = await File.ReadAllTextAsync($"/proc/{Assert.Single(project.InstancesOf("web"))}/environ", Cancelled);
        Assert.DoesNotContain("LISTEN_", environment, StringComparison.Ordinal);
        Assert.DoesNotContain("NOTIFY_SOCKET", environment, StringComparison.Ordinal);
        Assert.DoesNotContain(project.Lines("systemd.log"), line => line.Contains("FDSTOREREMOVE", StringComparison.Ordinal));
        Assert.Equal(0, await manager.StopAsync());
    }

    [Fact(Timeout = 120_000)]
    public async Task A_server_that_replaces_another_one_becomes_the_main_process()
    {
        await using var project = Managed();
        project.Configure(Web);
        var manager = await project.StartAsync();
        var web = await manager.WaitForAsync("web", RunState.Running);
        var first = Server(project);
        var done = await manager.Client.UpgradeAsync(Cancelled);
        Assert.Equal(first, done.FormerPid);
        await Wait.Until(() => project.Lines("systemd.log").Contains($"main {done.Pid}"), "systemd is told");
        await Wait.Until(() => !Machine.IsAlive(first), "the old one has ended");

        // The new one tells systemd as the old one did, and is followed by another one.
        Assert.Contains("NOTIFY_SOCKET=", await File.ReadAllTextAsync($"/proc/{done.Pid}/environ", Cancelled), StringComparison.Ordinal);
        Machine.Signal(done.Pid, Machine.Kill);
        await Wait.Until(() => Server(project) != first, "the next server is started");
        await Wait.Until(() => manager.Output.Contains($"is up (pid {Server(project)})", StringComparison.Ordinal), "the next server is up");
        Assert.Equal(web.Pid, (await manager.WaitForAsync("web", RunState.Running)).Pid);
        Assert.Equal(0, await manager.StopAsync());
    }

    [Fact(Timeout = 120_000)]
    public async Task A_socket_that_no_listener_wants_anymore_is_closed_and_leaves_the_store()
    {
        await using var project = Managed();
        project.Configure(Web);
        var manager = await project.StartAsync();
        var first = Server(project);
        await Wait.Until(() => Stored(project, "http") && Stored(project, "management"), "the sockets are in the store");
        var old = new Uri(manager.Proxy).Port;
        var port = Ports.Free();
        project.Write("config/proxy.yaml", $"host: 127.0.0.1\nport: {port}\nprocessConfigFile: ./config/processes.yaml\nmanagement: {{ port: 0 }}\nreload: manual\n");
        Machine.Signal(first, Machine.Kill);
        await Wait.Until(() => project.Lines("systemd.log").Any(line => line.Contains("FDSTOREREMOVE=1\\nFDNAME=http'", StringComparison.Ordinal)), "the old one is removed");
        await Wait.Until(() => manager.Output.Contains($"is up (pid {Server(project)})", StringComparison.Ordinal), "the next server is up");
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port, Cancelled);
        await Wait.Until(() => !IsListening(old), "nobody listens on the old port");
        Assert.Equal(0, await manager.StopAsync());
    }

    [Fact(Timeout = 120_000)]
    public async Task The_sockets_of_a_unit_are_recognized_by_their_addresses()
    {
        var (wanted, unwanted) = (Ports.Free(), Ports.Free());
        await using var project = Managed($"{unwanted},{wanted}");
        project.Configure(Web);
        project.Write("config/proxy.yaml", $"host: 127.0.0.1\nport: {wanted}\nprocessConfigFile: ./config/processes.yaml\nmanagement: {{ port: 0 }}\nreload: manual\n");
        var manager = await project.StartAsync();
        Assert.Equal($"http://127.0.0.1:{wanted}", manager.Proxy);
        var files = Machine.OpenFiles(Server(project));
        Assert.Contains(Inode(project, wanted), files);
        Assert.DoesNotContain(Inode(project, unwanted), files);
        Assert.Equal(0, await manager.StopAsync());
    }

    /// <summary>A project whose servers are started by systemd.</summary>
    private static Project Managed(string unitPorts = "")
    {
        Assert.SkipWhen(Machine.Which("python3") is null, "There is no python3 here to be systemd.");
        var project = Guarded.Project();
        project.Write("systemd.py", Systemd);
        project.WriteProgram("systemd.sh", $"#!/bin/sh\ncd '{project.Root}' && exec python3 systemd.py '{unitPorts}' '{Builds.Server}' \"$@\"\n");
        project.Program = project.File("systemd.sh");
        return project;
    }

    private static int Server(Project project) =>
        int.Parse(project.Lines("systemd.log").Last(line => line.StartsWith("started ", StringComparison.Ordinal)).Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);

    private static bool Stored(Project project, string name) => project.Lines("systemd.log").Contains($"'FDSTORE=1\\nFDNAME={name}' 1");

    private static string Inode(Project project, int port) =>
        project.Lines("systemd.log").Single(line => line.StartsWith($"unit {port} ", StringComparison.Ordinal)).Split(' ')[2];

    private static bool IsListening(int port) => File.ReadLines("/proc/net/tcp").Any(line => line.Contains($":{port:X4} 00000000:0000 0A", StringComparison.Ordinal));
}
