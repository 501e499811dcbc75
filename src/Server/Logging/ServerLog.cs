using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using ProcessProxy.AspNetCore;
using ProcessProxy.Background;

namespace ProcessProxy.Server.Logging;

/// <summary>What the server says on its standard output: for whoever sits before it or, where nobody does, for programs that collect logs.</summary>
internal sealed class ServerLog : IDisposable
{
    private readonly ILogger logger;
    private readonly ServerOutput? output;
    private readonly bool isJson;

    /// <summary>Begins to log.</summary>
    /// <param name="format">How.</param>
    /// <param name="isPrinted">Whether it goes to the standard output, which may not be read, and not to a file.</param>
    public ServerLog(LogFormat format, bool isPrinted)
    {
        // Before the loggers are made, which keep the output that they find.
        output = isPrinted ? new ServerOutput(lines => Log.Dropped(logger!, lines)) : null;
        isJson = format == LogFormat.Json || (format == LogFormat.Auto && Console.IsOutputRedirected);
        var loggers = LoggerFactory.Create(logging =>
        {
            // What the host says of a start that fails is said in the server's own words.
            logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Microsoft.Extensions.Hosting", LogLevel.None).AddFilter("Yarp", LogLevel.Warning);
            if (isJson)
            {
                logging.AddConsole(NeverWait).AddJsonConsole(json =>
                {
                    json.UseUtcTimestamp = true;
                    json.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
                });
            }
            else
            {
                logging.AddConsole(console =>
                {
                    NeverWait(console);
                    console.FormatterName = ConsoleLine.FormatterName;
                });

                // Not by AddConsoleFormatter, which binds options by reflection; this one has none.
                logging.Services.AddSingleton<ConsoleFormatter, ConsoleLine>();
            }
        });
        Loggers = new FilteredLoggers(loggers, TimeProvider.System);
        logger = Loggers.CreateLogger("ProcessProxy.Server");
    }

    /// <summary>Where everything else logs to.</summary>
    public ILoggerFactory Loggers { get; }

    /// <summary>Says that the server is up and what it serves.</summary>
    public async Task SayUpAsync(ProxyServer server)
    {
        var status = await server.Client.GetStatusAsync().ConfigureAwait(false);
        if (isJson)
        {
            var proxy = string.Join(' ', new[] { status.Endpoints.Http, status.Endpoints.Https }.OfType<string>());
            Log.Up(logger, status.Version, status.Pid, status.ProjectDirectory, proxy, status.Endpoints.Management ?? status.Endpoints.Socket);
        }
        else
        {
            Console.Write(Banner.Compose(status, server.Configuration!));
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
            Console.Write($"Stopping.{Environment.NewLine}");
        }
    }

    /// <summary>Says that the server has ended.</summary>
    /// <param name="programsRun">Whether its programs go on running.</param>
    public void SayStopped(bool programsRun)
    {
        if (isJson)
        {
            Log.Stopped(logger);
        }
        else
        {
            Console.Write($"Stopped.{(programsRun ? " The programs keep running." : "")}{Environment.NewLine}");
        }
    }

    /// <summary>Writes what has not been written yet.</summary>
    public void Dispose()
    {
        Loggers.Dispose();
        output?.Dispose();
    }

    private static void NeverWait(ConsoleLoggerOptions console) => console.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite;
}
