using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Xunit;

namespace ProcessProxy.EndToEnd.Support;

/// <summary>
/// A real ACME authority (Debian's package pebble) on loopback, and the name server that it believes: every name is this machine's.
/// It rejects a third of all good nonces and forgets everything when it ends.
/// </summary>
internal sealed class Pebble : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("processproxy-pebble-").FullName;
    private readonly int port = Ports.Free();
    private readonly int managementPort = Ports.Free();
    private readonly StringBuilder output = new();
    private readonly List<Process> processes = [];

    /// <summary>Prepares one.</summary>
    /// <param name="httpPort">Where it looks for answers to http-01.</param>
    /// <param name="tlsPort">Where it looks for answers to tls-alpn-01.</param>
    /// <param name="validity">How long its certificates live.</param>
    public Pebble(int httpPort, int tlsPort, TimeSpan? validity = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=pebble", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(CaFile, certificate.ExportCertificatePem());
        File.WriteAllText(InFolder("key.pem"), key.ExportECPrivateKeyPem());
        File.WriteAllText(InFolder("config.json"), $$"""
            { "pebble": {
                "listenAddress": "127.0.0.1:{{port}}", "managementListenAddress": "127.0.0.1:{{managementPort}}",
                "certificate": "{{CaFile}}", "privateKey": "{{InFolder("key.pem")}}",
                "httpPort": {{httpPort}}, "tlsPort": {{tlsPort}}, "ocspResponderURL": "", "externalAccountBindingRequired": false,
                "certificateValidityPeriod": {{(long)(validity ?? TimeSpan.FromDays(90)).TotalSeconds}} } }
            """);
    }

    /// <summary>Whether it is installed.</summary>
    public static bool IsInstalled => Machine.Which("pebble") is not null && Machine.Which("pebble-challtestsrv") is not null;

    /// <summary>Why tests are skipped without it.</summary>
    public static string Missing => "pebble (Debian's package pebble) is not installed";

    public string DirectoryUrl => $"https://127.0.0.1:{port}/dir";

    /// <summary>What its own HTTPS is checked against.</summary>
    public string CaFile => InFolder("ca.pem");

    public string Output
    {
        get
        {
            lock (output)
            {
                return output.ToString();
            }
        }
    }

    public async Task StartAsync()
    {
        var dns = Ports.Free().ToString(CultureInfo.InvariantCulture);
        Run("pebble-challtestsrv", "-defaultIPv4", "127.0.0.1", "-defaultIPv6", "", "-dns01", $"127.0.0.1:{dns}",
            "-http01", "", "-https01", "", "-tlsalpn01", "", "-management", $"127.0.0.1:{Ports.Free()}");
        Run("pebble", "-config", InFolder("config.json"), "-dnsserver", $"127.0.0.1:{dns}");
        await Wait.Until(() => Listens(int.Parse(dns, CultureInfo.InvariantCulture)) && Listens(port) && Listens(managementPort), $"pebble listens: {Output}");
    }

    /// <summary>The root of what it issues; another one after each start.</summary>
    public async Task<X509Certificate2> RootAsync()
    {
        using var client = new HttpClient(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true }, UseProxy = false });
        return X509Certificate2.CreateFromPem(
            await client.GetStringAsync($"https://127.0.0.1:{managementPort}/roots/0", TestContext.Current.CancellationToken));
    }

    public async Task StopAsync()
    {
        foreach (var process in processes)
        {
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            process.Dispose();
        }

        processes.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static bool Listens(int port)
    {
        try
        {
            using var socket = new TcpClient();
            socket.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false; // Not yet: it has only just been started.
        }
    }

    private string InFolder(string name) => Path.Combine(folder, name);

    private void Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(Machine.Which(program)!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PEBBLE_VA_NOSLEEP"] = "1";
        start.Environment["PEBBLE_WFE_NONCEREJECT"] = "33";
        start.Environment["PEBBLE_AUTHZREUSE"] = "0";
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Append(line.Data);
        process.ErrorDataReceived += (_, line) => Append(line.Data);
        process.Start();
        processes.Add(process);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    private void Append(string? line)
    {
        lock (output)
        {
            output.AppendLine(line);
        }
    }
}
