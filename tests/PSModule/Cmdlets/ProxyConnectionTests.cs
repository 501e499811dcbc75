using ProcessProxy.PSModule.Tests.Engine;
using Xunit;

namespace ProcessProxy.PSModule.Tests.Cmdlets;

/// <summary>Which connection is used, and how that is seen and chosen.</summary>
public sealed class ProxyConnectionTests : SessionTests
{
    private const int Patience = 120_000;

    public override ValueTask InitializeAsync()
    {
        Project.Configure(("web", "polite"));
        return ValueTask.CompletedTask;
    }

    [Fact(Timeout = Patience)]
    public async Task Connections_are_listed_and_the_current_one_is_chosen()
    {
        using var server = await Project.StartServerAsync();
        var output = await Session.Get(
            """
            $server = Connect-ProxyServer $uri
            Start-ManagedProcess a -FilePath sleep -ArgumentList 1000 -WarningAction Ignore
            Get-ProxyConnection | ForEach-Object { "$($_.Kind) $($_.IsCurrent)" }
            $null = Get-ProxyConnection http* | Connect-ProxyServer
            (Get-ProxyConnection -Current).Name
            (Get-ManagedProcess).Id
            """,
            new { uri = server.Management });
        Assert.Equal(["Server False", "Session True", server.Management, "web"], output.Select(line => line.ToString()));
    }

    [Fact(Timeout = Patience)]
    public async Task A_name_that_no_connection_has_is_an_error() =>
        Assert.Equal(["ConnectionNotFound"], (await Session.Run("Get-ProxyConnection nobody; Get-ProxyConnection no*")).ErrorIds);

    [Fact(Timeout = Patience)]
    public async Task Leaving_a_server_for_the_session_is_said_with_the_way_back()
    {
        using var server = await Project.StartServerAsync();
        var outcome = await Session.Run("$null = Connect-ProxyServer $uri; Start-ManagedProcess a -FilePath sleep -ArgumentList 1000", new { uri = server.Management });
        Assert.EndsWith($"Get-ProxyConnection {server.Management} | Connect-ProxyServer", Assert.Single(outcome.Warnings), StringComparison.Ordinal);
        Assert.Empty((await Session.Run("Start-ManagedProcess b -FilePath sleep -ArgumentList 1000")).Warnings);
    }

    [Fact(Timeout = Patience)]
    public async Task A_program_of_the_session_is_seen_after_its_start_also_when_a_server_was_connected_to_meanwhile()
    {
        using var server = await Project.StartServerAsync();
        var ids = await Session.Get(
            """
            Start-ManagedProcess a -FilePath sleep -ArgumentList 1000
            $null = Connect-ProxyServer $uri
            Start-ManagedProcess b -FilePath sleep -ArgumentList 1000 -WarningAction Ignore
            (Get-ManagedProcess).Id
            """,
            new { uri = server.Management });
        Assert.Equal(["a", "b"], ids.Select(id => id.ToString()));
    }

    [Fact(Timeout = Patience)]
    public async Task A_second_server_of_ones_own_session_is_called_that()
    {
        var error = Assert.Single((await Session.Run("Start-ProxyServer $file; Start-ProxyServer $file", new { file = Project.ConfigFile })).AllErrors);
        Assert.StartsWith($"This session (pid {Environment.ProcessId})", error.Exception.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task A_missing_key_is_asked_for_by_the_parameter()
    {
        File.WriteAllText(Project.ConfigFile, File.ReadAllText(Project.ConfigFile).Replace("management:", "management:\n  apiKey: the-right-key-of-the-test", StringComparison.Ordinal));
        using var server = await Project.StartServerAsync();
        const string connect = "Connect-ProxyServer $uri";
        var missing = Assert.Single((await Session.Run(connect, new { uri = server.Management })).AllErrors).Exception.Message;
        var wrong = Assert.Single((await Session.Run($"{connect} -ApiKey ([Net.NetworkCredential]::new('', 'wrong').SecurePassword)", new { uri = server.Management })).AllErrors).Exception.Message;
        Assert.All([missing, wrong], message => Assert.Contains("-ApiKey", message, StringComparison.Ordinal));
        Assert.DoesNotContain("Bearer", missing + wrong, StringComparison.Ordinal);
    }
}
