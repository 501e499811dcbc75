using System.Management.Automation;
using System.Net;
using System.Net.Sockets;
using ProcessProxy.PSModule.Tests.Engine;
using Xunit;

namespace ProcessProxy.PSModule.Tests.Cmdlets;

/// <summary>What keeps a server from starting in the session is called by its name.</summary>
public sealed class StartFailureTests : SessionTests
{
    private const int Patience = 120_000;

    [Fact(Timeout = Patience)]
    public async Task A_port_that_is_taken_is_an_address_that_cannot_be_listened_on()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        await FailAsync("CannotListen", $"*127.0.0.1, port {port}*", text => text.Replace("\nport: 0", $"\nport: {port}", StringComparison.Ordinal));
    }

    [Fact(Timeout = Patience)]
    public async Task Files_that_make_no_certificate_are_a_certificate_that_cannot_be_used()
    {
        Project.Write("config/web.pem", "nonsense\n");
        await FailAsync("CertificateUnusable", "The certificate '*web.pem' cannot be used: *", text => text + """

            httpsPort: 0
            tls:
              certificates:
              - { domains: [example.org], certFile: ./config/web.pem }
            """);
    }

    [Fact(Timeout = Patience)]
    public async Task A_folder_of_state_that_may_not_be_made_is_access_that_is_denied() =>
        await FailAsync("AccessDenied", "*'/sys/*'*", text => text, "/sys/processproxy-test");

    [Fact(Timeout = Patience)]
    public async Task A_folder_of_state_that_everybody_can_write_is_a_start_that_failed() =>
        await FailAsync("ServerStartFailed", "The folder */open is writable by everybody. *", text => text, OpenFolder());

    [Fact(Timeout = Patience)]
    public async Task Processes_without_a_proxy_have_no_address_to_fail_at()
    {
        Project.Configure(("web", "polite"));
        KeepStateIn(OpenFolder());
        var outcome = await Session.Run("Start-ManagedProcess -Path $file", new { file = Project.File("config/processes.yaml") });
        Assert.Equal(["ServerStartFailed"], outcome.ErrorIds);
    }

    private string OpenFolder()
    {
        var folder = Directory.CreateDirectory(Project.File("open")).FullName;
        File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherWrite);
        return folder;
    }

    private void KeepStateIn(string folder) =>
        File.AppendAllText(Project.File("config/processes.yaml"), $"settings: {{ pidManagement: {{ defaultPidDir: '{folder}' }} }}\n");

    private async Task FailAsync(string id, string message, Func<string, string> configure, string? state = null)
    {
        Project.Configure(("web", "polite"));
        File.WriteAllText(Project.ConfigFile, configure(File.ReadAllText(Project.ConfigFile)));
        if (state is not null)
        {
            KeepStateIn(state);
        }

        var error = Assert.Single((await Session.Run("Start-ProxyServer $file", new { file = Project.ConfigFile })).AllErrors);
        Assert.Equal(id, error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.True(WildcardPattern.Get(message, WildcardOptions.None).IsMatch(error.Exception.Message), error.Exception.Message);
        Assert.Empty(Project.Processes);
    }
}
