using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ProcessProxy.Benchmarks.Backend;

// The backend of every contestant: bare sockets, so that the machine's time goes to who is measured.
using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

// As an instance of a process, it listens where it is told.
var port = int.Parse(Environment.GetEnvironmentVariable("PORT") ?? "0", CultureInfo.InvariantCulture);
listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
listener.Listen(1024);
Console.WriteLine($"listens {listener.LocalEndPoint}");
while (true)
{
    var socket = await listener.AcceptAsync();
    socket.NoDelay = true;
    _ = new Connection(socket).ServeAsync();
}
