using System.Text;
using ProcessProxy.EndToEnd.Support;
using Xunit;

namespace ProcessProxy.EndToEnd;

/// <summary>What a PID file holds, when it goes, and that nothing it says is believed.</summary>
public sealed class PidFileTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task It_holds_the_pid_and_a_newline_and_goes_with_the_process_unless_it_is_to_be_kept()
    {
        await using var project = new Project();
        project.Configure("""
            plain: { command: "sleep", args: ["1000"], restartOnExit: false }
            kept: { command: "sleep", args: ["1000"], restartOnExit: false, cleanupPidOnExit: false }
            own: { command: "sleep", args: ["1000"], pidFile: "run/deep/own file.pid" }
            folder: { command: "sleep", args: ["1000"], pidDir: "elsewhere" }
            """);
        var server = await project.StartAsync();
        var files = new Dictionary<string, string>
        {
            ["plain"] = "pids/plain.pid", ["kept"] = "pids/kept.pid", ["own"] = "run/deep/own file.pid", ["folder"] = "elsewhere/folder.pid",
        };
        foreach (var (id, file) in files)
        {
            Assert.Equal($"{Assert.Single(project.InstancesOf(id))}\n", await File.ReadAllTextAsync(project.File(file), Cancelled));
            Assert.Equal(project.File(file), (await server.Client.GetAsync(id, Cancelled)).PidFile);
        }

        foreach (var id in new[] { "plain", "kept" })
        {
            Machine.Signal(project.InstancesOf(id)[0], Machine.Kill);
            await server.WaitForAsync(id, RunState.Failed);
        }

        Assert.False(File.Exists(project.File("pids/plain.pid")));
        Assert.True(File.Exists(project.File("pids/kept.pid")));
        Assert.Equal(0, await server.StopAsync());
        Assert.False(File.Exists(project.File(files["own"])));
        Assert.False(File.Exists(project.File(files["folder"])));
        Assert.True(File.Exists(project.File("pids/kept.pid")));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_PID_file_that_somebody_put_in_its_place_is_left_to_him()
    {
        await using var project = new Project();
        project.Configure("web: { command: \"sleep\", args: [\"1000\"] }");
        var server = await project.StartAsync();
        var web = await server.WaitForAsync("web", RunState.Running);
        await File.WriteAllTextAsync(web.PidFile!, "4194303\n", Cancelled);
        await server.Client.StopAsync("web", Cancelled);
        Assert.Equal("4194303\n", await File.ReadAllTextAsync(web.PidFile!, Cancelled));
    }

    [Fact(Timeout = 60_000)]
    public async Task Garbage_in_a_PID_file_starts_the_process_and_touches_nobody()
    {
        await using var project = new Project();
        using var stranger = await Stranger.StartAsync(project);
        var garbage = new Dictionary<string, byte[]>
        {
            ["empty"] = [],
            ["text"] = "not a pid\n"u8.ToArray(),
            ["zero"] = "0\n"u8.ToArray(),
            ["minus"] = "-1\n"u8.ToArray(),
            ["init"] = "1\n"u8.ToArray(),
            ["test"] = Encoding.ASCII.GetBytes($"{Environment.ProcessId}\n"),
            ["stranger"] = Encoding.ASCII.GetBytes($"{stranger.Pid}\n"),
            ["huge"] = [.. Enumerable.Repeat((byte)'7', 10_000_000)],
            ["nuls"] = new byte[40],
            ["crlf"] = Encoding.ASCII.GetBytes($"{stranger.Pid}\r\n"),
            ["bom"] = [0xEF, 0xBB, 0xBF, .. Encoding.ASCII.GetBytes($"{stranger.Pid}\n")],
            ["overflow"] = "99999999999999999999\n"u8.ToArray(),
        };
        Directory.CreateDirectory(project.File("pids"));
        foreach (var (id, content) in garbage)
        {
            await File.WriteAllBytesAsync(project.File($"pids/{id}.pid"), content, Cancelled);
        }

        project.Write("target", $"{stranger.Pid}\n");
        File.CreateSymbolicLink(project.File("pids/link.pid"), project.File("target"));
        File.CreateSymbolicLink(project.File("pids/dangling.pid"), project.File("nowhere"));
        Assert.Equal(0, (await Tool.RunAsync("mkfifo", project.Root, "pids/fifo.pid")).ExitCode);
        Directory.CreateDirectory(project.File("pids/folder.pid"));
        string[] ids = [.. garbage.Keys, "link", "dangling", "fifo", "folder", "server"];
        project.Configure(string.Join('\n', ids.Select(id => $"{id}: {{ command: \"sleep\", args: [\"1000\"] }}")));

        // The server's own pid, which only it can know.
        project.Write("own.sh", $"#!/bin/sh\necho $$ > '{project.File("pids/server.pid")}'\nexec '{Builds.Server}' \"$@\"\n");
        File.SetUnixFileMode(project.File("own.sh"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        project.Program = project.File("own.sh");

        var server = await project.StartAsync();
        foreach (var id in ids)
        {
            var info = await server.WaitForAsync(id, RunState.Running);
            Assert.Equal([info.Pid!.Value], project.InstancesOf(id));
            Assert.False(info.IsReconnected);
            if (id != "folder")
            {
                Assert.Null(new FileInfo(info.PidFile!).LinkTarget);
                Assert.Equal($"{info.Pid}\n", await File.ReadAllTextAsync(info.PidFile!, Cancelled));
            }
        }

        Assert.Equal(0, await server.StopAsync());
        Assert.True(stranger.IsUntouched);
        Assert.Equal($"{stranger.Pid}\n", await File.ReadAllTextAsync(project.File("target"), Cancelled));
        Assert.False(File.Exists(project.File("nowhere")));
        Assert.Contains("link: the PID file", server.Output, StringComparison.Ordinal);
        FaultTable.Add(
            "PID file: a stranger, empty, text, 0, -1, 1, our own pid, 10 MB of digits, NULs, CRLF, BOM, a link, FIFO, folder",
            $"{ids.Length} kinds: each process started once, the stranger untouched, the link's target untouched");
    }
}
