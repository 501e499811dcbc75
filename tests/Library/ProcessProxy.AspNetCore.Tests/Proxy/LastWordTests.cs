using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Proxy;

/// <summary>A client may say that it sends no more and wait for the answer, as <c>nc -N</c> does.</summary>
public class LastWordTests
{
    private const int Timeout = 30_000;

    [Theory(Timeout = Timeout)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_client_that_sends_no_more_gets_its_answer(bool isSecure)
    {
        var token = TestContext.Current.CancellationToken;
        await using var backend = await LiveBackend.StartAsync(async context =>
        {
            await Task.Yield();
            await context.Response.WriteAsync("answered", context.RequestAborted);
        });
        await using var proxy = await RunningProxy.StartAsync(token, [RunningProxy.Route(backend.Address)], httpsPort: 0);
        for (var round = 0; round < 20; round++)
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, isSecure ? proxy.App.Endpoints.HttpsPort!.Value : proxy.App.Endpoints.HttpPort, token);
            Stream stream = client.GetStream();
            if (isSecure)
            {
                var secure = new SslStream(stream, false, (_, _, _, _) => true);
                await secure.AuthenticateAsClientAsync("localhost");
                stream = secure;
            }

            await stream.WriteAsync(Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: x\r\n\r\n"), token);
            client.Client.Shutdown(SocketShutdown.Send);
            using var reader = new StreamReader(stream);
            Assert.Contains("answered", await reader.ReadToEndAsync(token));
        }
    }
}
