using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace ProcessProxy.Server.Logging;

/// <summary>What the server says on its standard output: for whoever sits before it or, where nobody does, for programs that collect logs.</summary>
internal sealed class ServerLog : IDisposable
{
    private readonly ILogger logger;
    private readonly bool isJson;

    public ServerLog(LogFormat format)
    {
        isJson = format == LogFormat.Json || (format == LogFormat.Auto && Console.IsOutputRedirected);
        Loggers = LoggerFactory.Create(logging =>
        {
            logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Yarp", LogLevel.Warning);
            if (isJson)
            {
                logging.AddJsonConsole(json =>
                {
                    json.UseUtcTimestamp = true;
                    json.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
                });
            }
            else
            {
                logging.AddConsole(console => console.FormatterName = ConsoleLine.FormatterName)
                    .AddConsoleFormatter<ConsoleLine, ConsoleFormatterOptions>();
            }
        });
        logger = Loggers.CreateLogger("ProcessProxy.Server");
    }

    /// <summary>Where everything else logs to.</summary>
    public ILoggerFactory Loggers { get; }

    /// <summary>Says that the server is up and what it serves.</summary>
    public async Task SayUpAsync(IProcessClient client)
    {
        var status = await client.GetStatusAsync().ConfigureAwait(false);
        if (isJson)
        {
            var proxy = string.Join(' ', new[] { status.Endpoints.Http, status.Endpoints.Https }.OfType<string>());
            Log.Up(logger, status.Version, status.Pid, status.ProjectDirectory, proxy, status.Endpoints.Management);
        }
        else
        {
            Write(Banner.Compose(status, await client.ListAsync().ConfigureAwait(false)));
        }
    }

    public void SayStopping()
    {
        if (isJson)
        {
            Log.Stopping(logger);
        }
        else
        {
            Write($"Stopping.{Environment.NewLine}");
        }
    }

    public void SayStopped()
    {
        if (isJson)
        {
            Log.Stopped(logger);
        }
        else
        {
            Write($"Stopped.{Environment.NewLine}");
        }
    }

    /// <summary>Writes what has not been written yet.</summary>
    public void Dispose() => Loggers.Dispose();

    private static void Write(string text)
    {
        try
        {
            Console.Write(text);
        }
        catch (IOException)
        {
            // The terminal has been closed, which is why the server stops: that it has nobody to tell must not keep it from it.
        }
    }
}
