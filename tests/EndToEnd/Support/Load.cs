using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.WebSockets;
using System.Text;

namespace ProcessProxy.EndToEnd.Support;

/// <summary>
/// Clients that ask without pause: GETs, POSTs that the backend notes, uploads at a crawl, event streams and WebSockets. What goes wrong is kept; a WebSocket may end
/// with 1012 only, and an event stream at its end only.
/// </summary>
public sealed class Load : IAsyncDisposable
{
    private const int UploadSize = 10 << 20;
    private const int UploadPieces = 40;
    private const int Restart = 1012;
    private static readonly TimeSpan UploadPause = TimeSpan.FromMilliseconds(25);
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = 1000 }) { Timeout = TimeSpan.FromSeconds(100) };
    private readonly CancellationTokenSource stop = new();
    private readonly string address;
    private readonly List<Task> clients = [];
    private long asked;
    private int posted;

    public Load(string address) => this.address = address;

    /// <summary>What went wrong.</summary>
    public ConcurrentQueue<string> Failures { get; } = new();

    /// <summary>The POSTs that were answered, by their body.</summary>
    public ConcurrentDictionary<string, bool> Posted { get; } = new();

    /// <summary>The answers, by what they say of who gave them.</summary>
    public ConcurrentDictionary<string, int> Answers { get; } = new();

    /// <summary>The number of completed requests, streams and uploads.</summary>
    public long Completed => Interlocked.Read(ref asked);

    /// <summary>The number of WebSockets that were told that the service restarts.</summary>
    public int Restarted;

    /// <summary>Begins with clients of each kind.</summary>
    public Load Begin(int gets = 4, int posts = 2, int uploads = 1, int streams = 1, int sockets = 1)
    {
        Run(gets, GetAsync);
        Run(posts, PostAsync);
        Run(uploads, UploadAsync);
        Run(streams, StreamAsync);
        Run(sockets, SocketAsync);
        return this;
    }

    /// <summary>Begins no more requests, and waits for those in progress; streams are cut.</summary>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await Task.WhenAll(clients);
        http.Dispose();
        stop.Dispose();
    }

    private void Run(int count, Func<Task> one)
    {
        for (var number = 0; number < count; number++)
        {
            clients.Add(Task.Run(async () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    try
                    {
                        await one();
                        Interlocked.Increment(ref asked);
                    }
                    catch (OperationCanceledException) when (stop.IsCancellationRequested)
                    {
                        return;
                    }
                    catch (Exception failure) when (failure is HttpRequestException or IOException or WebSocketException or OperationCanceledException)
                    {
                        Failures.Enqueue($"{DateTime.UtcNow:HH:mm:ss.fff} {one.Method.Name}: {failure.GetBaseException().Message}");
                    }
                }
            }));
        }
    }

    private async Task GetAsync()
    {
        using var answer = await http.GetAsync(new Uri(address + "/x"));
        await ExpectAsync(answer);
        var who = await answer.Content.ReadAsStringAsync();
        Answers.AddOrUpdate(who, 1, (_, count) => count + 1);
    }

    private async Task PostAsync()
    {
        var body = string.Create(CultureInfo.InvariantCulture, $"post {Interlocked.Increment(ref posted)}");
        using var answer = await http.PostAsync(new Uri(address + "/note"), new StringContent(body));
        await ExpectAsync(answer);
        Posted[body] = true;
    }

    private async Task UploadAsync()
    {
        using var answer = await http.PostAsync(new Uri(address + "/echo"), new CrawlingContent());
        await ExpectAsync(answer);
        var back = await answer.Content.ReadAsByteArrayAsync();
        if (back.Length != UploadSize)
        {
            throw new IOException($"{back.Length} bytes of the upload came back.");
        }
    }

    private async Task StreamAsync()
    {
        using var answer = await http.GetAsync(new Uri(address + "/events"), HttpCompletionOption.ResponseHeadersRead, stop.Token);
        await ExpectAsync(answer);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(stop.Token));
        while (await reader.ReadLineAsync(stop.Token) is not null)
        {
        }
    }

    private async Task SocketAsync()
    {
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws{address[4..]}/ws"), stop.Token);
        var buffer = new byte[16];
        while (true)
        {
            await socket.SendAsync(Encoding.ASCII.GetBytes("ping"), WebSocketMessageType.Text, true, stop.Token);
            var message = await socket.ReceiveAsync(buffer.AsMemory(), stop.Token);
            if (message.MessageType == WebSocketMessageType.Close)
            {
                if ((int?)socket.CloseStatus != Restart)
                {
                    throw new IOException($"The WebSocket was closed with {socket.CloseStatus}.");
                }

                Interlocked.Increment(ref Restarted);
                return;
            }

            await Task.Delay(20, stop.Token);
        }
    }

    private static async Task ExpectAsync(HttpResponseMessage answer)
    {
        if (answer.StatusCode != HttpStatusCode.OK)
        {
            throw new HttpRequestException($"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        }
    }

    private sealed class CrawlingContent : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var piece = new byte[UploadSize / UploadPieces];
            for (var number = 0; number < UploadPieces; number++)
            {
                await stream.WriteAsync(piece);
                await stream.FlushAsync();
                await Task.Delay(UploadPause);
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = UploadSize;
            return true;
        }
    }
}
