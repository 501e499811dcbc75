using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TestProcess;

/// <summary>
/// Many clients in one process, each with a connection on which it sends the beginning of something and then nothing more. Who is thrown out comes
/// again. They come from many addresses of this machine, and leave when standard input ends.
/// </summary>
internal static class Crowd
{
    private const int Addresses = 100;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static int made;

    public static async Task<int> RunAsync(int port, int count, string text)
    {
        using var end = new CancellationTokenSource();
        var bytes = Encoding.Latin1.GetBytes(text.Replace("\\r", "\r", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal));
        var clients = Enumerable.Range(0, count).Select(number => StayAsync(port, number, bytes, count, end.Token)).ToList();
        await Console.In.ReadToEndAsync();
        await end.CancelAsync();
        await Task.WhenAll(clients);
        Console.WriteLine($"made {made}");
        return 0;
    }

    private static async Task StayAsync(int port, int number, byte[] text, int count, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            try
            {
                using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(new IPAddress([127, 0, 1, (byte)(1 + (number % Addresses))]), 0));
                await socket.ConnectAsync(IPAddress.Loopback, port, end);
                await socket.SendAsync(text, end);
                if (Interlocked.Increment(ref made) == count)
                {
                    Console.WriteLine("all have come");
                }

                while (await socket.ReceiveAsync(new byte[256], end) > 0)
                {
                }
            }
            catch (Exception refused) when (refused is SocketException or OperationCanceledException)
            {
                // Thrown out, or told to leave.
            }

            await Task.Delay(Pause, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
