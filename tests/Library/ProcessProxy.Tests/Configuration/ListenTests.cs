using ProcessProxy.Configuration;
using ProcessProxy.Configuration.Problems;
using Xunit;

namespace ProcessProxy.Tests.Configuration;

public sealed class ListenTests
{
    [Fact]
    public void A_file_that_says_almost_nothing_has_the_defaults_of_the_contract()
    {
        var spec = Given.Valid(Given.Texts("routes: []"));

        Assert.Equal(new ListenSpec { Host = "*", Port = 8080, HttpsPort = null }, spec.Listen);
        Assert.Equal(new ManagementSpec { Host = "127.0.0.1", Port = 4481, ApiKey = null, Socket = "/srv/app/pids/processproxy.sock" }, spec.Management);
        Assert.Equal("/srv/app/pids", spec.Processes.StateDirectory);
        Assert.Empty(spec.Processes.All);
    }

    [Fact]
    public void Every_key_arrives() => Assert.Equal(
        (new ListenSpec { Host = "::", Port = 0, HttpsPort = 0 }, new ManagementSpec { Host = "0.0.0.0", Port = 0, ApiKey = "k3y", IsPortChosen = true, Socket = "/srv/app/run/api.sock", Group = "operators" }),
        Listen("host: '::', port: 0, httpsPort: 0, tls: { selfSigned: true }, management: { host: 0.0.0.0, port: 0, apiKey: k3y, socket: run/api.sock, group: operators }"));

    [Fact]
    public void The_API_can_do_without_a_port_or_without_a_socket()
    {
        Assert.Equal((null, "/srv/app/pids/processproxy.sock"), Ways("host: none"));
        Assert.Equal(("127.0.0.1", null), Ways("socket: none"));
        Assert.Equal((ProblemCodes.Contradiction, "management.socket"), Wrong("management: { host: none, socket: none }"));
        Assert.Equal((ProblemCodes.Contradiction, "management.port"), Wrong("management: { host: none, port: 4481 }"));
        Assert.Equal(4481, Listen("port: 4481, management: { host: none }").Listen.Port);
    }

    [Fact]
    public void A_key_can_be_in_a_file_of_its_own()
    {
        var spec = Given.Valid(Given.WithKey("management: { host: 0.0.0.0, apiKeyFile: secret/key }", "  the-key-from-the-file \n")).Management;
        Assert.Equal(("the-key-from-the-file", "/srv/app/secret/key"), (spec.ApiKey, spec.ApiKeyFile));
    }

    [Theory]
    [InlineData(" \n", ProblemCodes.EmptyFile)]
    [InlineData("two words", ProblemCodes.InvalidApiKey)]
    [InlineData(null, ProblemCodes.FileUnreadable)]
    public void A_key_file_without_a_key_is_an_error_at_its_name(string? content, string code)
    {
        var problem = Given.Problem(Given.WithKey("management: { apiKeyFile: secret/key }", content));
        Assert.Equal((code, "management.apiKeyFile"), (problem.Code, problem.Key));
        Assert.DoesNotContain("words", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_in_two_places_is_an_error()
    {
        var problem = Given.Problem(Given.WithKey("management: { apiKey: one, apiKeyFile: secret/key }", "two"));
        Assert.Equal((ProblemCodes.Contradiction, "management.apiKeyFile"), (problem.Code, problem.Key));
    }

    [Theory]
    [InlineData("processConfigFile: null, port: 81")]
    [InlineData("processConfigFile: , port: 81")]
    [InlineData("management: null, port: 81")]
    public void Without_a_process_file_there_is_no_process_management(string keys) => Assert.Empty(Given.Valid(Given.Texts($"{{ {keys} }}")).Processes.All);

    [Fact]
    public void HTTPS_has_a_port_only_when_a_route_needs_one()
    {
        Assert.Null(Listen("routes: [{ target: 'http://x', ssl: false }]").Listen.HttpsPort);
        Assert.Equal(8443, Listen("tls: { selfSigned: true }, routes: [{ target: 'http://x', ssl: true }]").Listen.HttpsPort);
        Assert.Equal(444, Listen("tls: { selfSigned: true }, httpsPort: 444, routes: [{ target: 'http://x', ssl: true }]").Listen.HttpsPort);
        Assert.Equal(444, Listen("tls: { selfSigned: true }, httpsPort: 444").Listen.HttpsPort);
    }

    [Fact]
    public void The_port_that_clients_see_is_what_was_said()
    {
        Assert.Null(Listen("port: 81").Listen.PublicHttpsPort);
        Assert.Equal(443, Listen("publicHttpsPort: 443").Listen.PublicHttpsPort);
        Assert.Equal((ProblemCodes.OutOfRange, "publicHttpsPort"), Wrong("publicHttpsPort: 0"));
    }

    [Theory]
    [InlineData("port: 443, httpsPort: 443, tls: { selfSigned: true }", "httpsPort")]
    [InlineData("port: 8443, tls: { selfSigned: true }, routes: [{ target: 'http://x', ssl: true }]", "port")]
    [InlineData("port: 81, management: { port: 81 }", "management.port")]
    [InlineData("port: 4481", "port")]
    [InlineData("httpsPort: 4481, tls: { selfSigned: true }", "httpsPort")]
    [InlineData("management: { port: 8080 }", "management.port")]
    public void Two_listeners_on_one_port_are_an_error(string keys, string key) => Assert.Equal((ProblemCodes.PortConflict, key), Wrong(keys));

    [Theory]
    [InlineData("host: example.org", "host")]
    [InlineData("host: 1", "host")]
    [InlineData("host: 127.1", "host")]
    [InlineData("host: '127.0.0.1:80'", "host")]
    [InlineData("management: { host: example.org }", "management.host")]
    [InlineData("management: { host: '*', apiKey: x }", "management.host")]
    public void What_cannot_be_listened_on_is_an_error(string keys, string key) => Assert.Equal((ProblemCodes.InvalidHost, key), Wrong(keys));

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.9.1")]
    [InlineData("'::1'")]
    [InlineData("localhost")]
    [InlineData("LocalHost")]
    public void Management_on_loopback_needs_no_key(string host) => Assert.Null(Listen($"management: {{ host: {host} }}").Management.ApiKey);

    [Fact]
    public void An_IPv4_address_written_as_IPv6_is_listened_on_as_what_it_is() =>
        Assert.Equal("127.0.0.1", Listen("management: { host: '::ffff:127.0.0.1' }").Management.Host);

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("'::ffff:0.0.0.0'")]
    [InlineData("'::'")]
    [InlineData("192.168.1.1")]
    public void Management_elsewhere_needs_a_key(string host)
    {
        Assert.Equal((ProblemCodes.ApiKeyRequired, "management.host"), Wrong($"management: {{ host: {host} }}"));
        Assert.Equal("x", Listen($"management: {{ host: {host}, apiKey: x }}").Management.ApiKey);
    }

    [Theory]
    [InlineData("''", ProblemCodes.EmptyValue)]
    [InlineData("'two words'", ProblemCodes.InvalidApiKey)]
    [InlineData("schlüssel", ProblemCodes.InvalidApiKey)]
    public void A_key_that_cannot_be_sent_is_an_error_that_does_not_print_it(string key, string code)
    {
        var problem = Given.Problem(Given.Texts($"management: {{ apiKey: {key} }}"));

        Assert.Equal(code, problem.Code);
        Assert.DoesNotContain("words", problem.Message, StringComparison.Ordinal);
    }

    private static (ListenSpec Listen, ManagementSpec Management) Listen(string keys)
    {
        var spec = Given.Valid(Given.Texts($"{{ {keys} }}"));
        return (spec.Listen, spec.Management);
    }

    private static (string? Host, string? Socket) Ways(string keys)
    {
        var management = Listen($"management: {{ {keys} }}").Management;
        return (management.Host, management.Socket);
    }

    private static (string Code, string Key) Wrong(string keys)
    {
        var problem = Given.Problem(Given.Texts($"{{ {keys} }}"));
        return (problem.Code, problem.Key);
    }
}
