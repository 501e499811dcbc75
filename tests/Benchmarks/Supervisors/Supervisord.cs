using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ProcessProxy.Benchmarks.Measuring;

namespace ProcessProxy.Benchmarks.Supervisors;

/// <summary>supervisord, asked over its XML-RPC interface.</summary>
internal sealed class Supervisord : ISupervisor
{
    private readonly HttpClient http = new();
    private int port;

    public string Name => "supervisord";

    public bool IsInstalled => Launcher.Which("supervisord") is not null;

    public int MostRestarts => 20;

    public TimeSpan RestartSettle => TimeSpan.FromMilliseconds(200);

    public void Configure(string folder, int count, string[] command)
    {
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        var text = new StringBuilder($"""
            [supervisord]
            nodaemon=true
            logfile={folder}/supervisord.log
            pidfile={folder}/supervisord.pid
            childlogdir={folder}
            minfds=8192
            [inet_http_server]
            port=127.0.0.1:{port}
            [rpcinterface:supervisor]
            supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface

            """);
        var line = string.Join(' ', command.Select(argument => argument.Contains(' ', StringComparison.Ordinal) ? $"'{argument}'" : argument));
        for (var i = 0; i < count; i++)
        {
            text.Append($"[program:p{i:0000}]\ncommand={line}\nstartsecs=0\nautorestart=true\nredirect_stderr=true\n");
        }

        File.WriteAllText(Path.Combine(folder, "supervisord.conf"), text.ToString());
    }

    public Process Start(string mark, string folder, Action<string> line) =>
        Launcher.Start(mark, "supervisord", ["-n", "-c", $"{folder}/supervisord.conf"], folder, line: line);

    public Task StopAsync(Process process, string mark, string folder)
    {
        Native.Signal(process.Id, Native.Term);
        return process.WaitForExitAsync();
    }

    public Func<Task> Lister(string folder) => async () =>
    {
        using var call = new StringContent(
            "<?xml version='1.0'?><methodCall><methodName>supervisor.getAllProcessInfo</methodName><params/></methodCall>", Encoding.UTF8, "text/xml");
        using var answer = await http.PostAsync($"http://127.0.0.1:{port}/RPC2", call);
        answer.EnsureSuccessStatusCode();
    };
}
