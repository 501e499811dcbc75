using System.Net;
using System.Net.Sockets;

namespace ProcessProxy.Harness;

/// <summary>
/// Ports for programs that must be told theirs before they start. They lie below those that the system gives away, so nobody who asks the
/// system for any port gets one of them meanwhile, and no two tests get the same.
/// </summary>
public static class Ports
{
    private static readonly HashSet<int> Given = [];

    public static int Free()
    {
        while (true)
        {
            var port = Random.Shared.Next(12_000, 32_000);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                lock (Given)
                {
                    if (Given.Add(port))
                    {
                        return port;
                    }
                }
            }
            catch (SocketException)
            {
                // Taken: another one.
            }
        }
    }
}
