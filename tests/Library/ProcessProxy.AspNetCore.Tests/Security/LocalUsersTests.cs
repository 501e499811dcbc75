using Microsoft.AspNetCore.Http;
using ProcessProxy.AspNetCore.Security;
using ProcessProxy.Platform.Files;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Security;

/// <summary>Without a key, the server's own user and root command over TCP, and nobody else.</summary>
public class LocalUsersTests
{
    private static readonly LocalUsers Users = new(1000, group: null);

    [Theory]
    [InlineData(1000u)]
    [InlineData(0u)]
    public void The_servers_own_user_and_root_pass(uint user) => Assert.Null(Users.Refuse(Request("POST", "/api/processes/web/stop", Caller.Local(user))));

    [Theory]
    [InlineData(2001u, "Without an API key, only user 1000 and root can control this server, not user 2001. Use sudo, or set management.group or management.apiKeyFile.")]
    [InlineData(null, "Without an API key, only user 1000 and root can control this server, and the calling user is not known.")]
    public void Others_are_told_what_to_do(uint? user, string sentence)
    {
        var refused = Users.Refuse(Request("GET", "/api/processes", Caller.Local(user)));
        Assert.StartsWith(sentence, refused, StringComparison.Ordinal);
        Assert.Contains("management.apiKeyFile", refused, StringComparison.Ordinal);
        Assert.NotNull(Users.Refuse(Request("GET", "/", Caller.Local(user))));
        Assert.NotNull(Users.Refuse(Request("POST", "/health", Caller.Local(user))));
    }

    [Fact]
    public void Whether_the_server_works_is_told_to_everybody_here()
    {
        Assert.Null(Users.Refuse(Request("GET", "/health", Caller.Local(2001))));
        Assert.Null(Users.Refuse(Request("HEAD", "/health", Caller.Local(null))));
    }

    [Theory]
    [InlineData("X-Forwarded-For")]
    [InlineData("Forwarded")]
    public void A_proxy_does_not_lend_its_user_to_those_behind_it(string header)
    {
        var request = Request("GET", "/api/processes", Caller.Local(1000));
        request.Headers[header] = "for=127.0.0.1";
        Assert.Contains("through a proxy", Users.Refuse(request), StringComparison.Ordinal);
    }

    [Fact]
    public void Members_of_the_group_pass()
    {
        Assert.SkipWhen(SystemGroup.Find("daemon") is not { Id: 1 }, "There is no group 'daemon' here.");
        var users = new LocalUsers(1000, SystemGroup.Find("daemon"));
        Assert.Null(users.Refuse(Request("GET", "/api/processes", Caller.Local(1))));
        Assert.NotNull(users.Refuse(Request("GET", "/api/processes", Caller.Local(2001))));
        Assert.Null(SystemGroup.Find("no-such-group"));
        Assert.Equal(2001u, SystemGroup.Find("2001")!.Value.Id);
    }

    private static HttpRequest Request(string method, string path, Caller caller)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere nobody tells who calls.");
        var http = new DefaultHttpContext();
        http.Features.Set(caller);
        http.Request.Method = method;
        http.Request.Path = path;
        return http.Request;
    }
}
