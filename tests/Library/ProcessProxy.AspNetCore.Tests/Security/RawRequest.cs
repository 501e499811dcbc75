using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Security;

/// <summary>Sends bytes as they are, for what a well-behaved client would not say.</summary>
internal static class RawRequest
{
    /// <summary>The status line, headers and body of the answer.</summary>
    public static Task<string> SendAsync(Uri server, params string[] lines) =>
        ExchangeAsync(server, lines).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

    private static async Task<string> ExchangeAsync(Uri server, string[] lines)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, server.Port, TestContext.Current.CancellationToken);
        var request = string.Join("\r\n", [.. lines, "Connection: close", "", ""]);
        await socket.GetStream().WriteAsync(Encoding.UTF8.GetBytes(request), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(socket.GetStream());
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
