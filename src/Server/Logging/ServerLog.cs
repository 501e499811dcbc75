using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using ProcessProxy.AspNetCore;
using ProcessProxy.Background;

namespace ProcessProxy.Server.Logging;

/// <summary>The server's standard output: for a user at a terminal or, without one, for programs that collect logs.</summary>
internal sealed class ServerLog : IDisposable
{
    private readonly ILogger logger;
    private readonly ServerOutput? output;
    private readonly bool isJson;

    /// <summary>Starts logging.</summary>
    /// <param name="format">The format.</param>
    /// <param name="isPrinted">Whether it goes to standard output, which may not be read, and not to a file.</param>
    public ServerLog(LogFormat format, bool isPrinted)
    {
        // Before the loggers are created, which keep the output that exists then.
        output = isPrinted ? new ServerOutput(lines => Log.Dropped(logger!, lines)) : null;
        isJson = format == LogFormat.Json || (format == LogFormat.Auto && Console.IsOutputRedirected);
        var loggers = LoggerFactory.Create(logging =>
        {
            // The server itself reports what the host says about a failed start.
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

                // Not with AddConsoleFormatter, which binds options by reflection; this one has none.
                logging.Services.AddSingleton<ConsoleFormatter, ConsoleLine>();
            }
        });
        Loggers = new FilteredLoggers(loggers, TimeProvider.System);
        logger = Loggers.CreateLogger("ProcessProxy.Server");
    }

    /// <summary>Gets the loggers for everything else.</summary>
    public ILoggerFactory Loggers { get; }

    /// <summary>Reports that this server takes the place of one that has died.</summary>
    /// <param name="ended">How that ended; null if there was none.</param>
    public void SayRestarted(string? ended)
    {
        if (ended is not null)
        {
            Log.Restarted(logger, ended);
        }
    }

    /// <summary>Reports that the server is up and what it serves.</summary>
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

    /// <summary>Reports that another server has taken over.</summary>
    public void SayReplaced(int pid)
    {
        if (isJson)
        {
            Log.Replaced(logger, pid);
        }
        else
        {
            Console.Write($"Replaced by the server with pid {pid}.{Environment.NewLine}");
        }
    }

    /// <summary>Reports that the server has ended.</summary>
    /// <param name="programsRun">Whether its programs keep running.</param>
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

    /// <summary>Writes pending lines.</summary>
    public void Dispose()
    {
        Loggers.Dispose();
        output?.Dispose();
    }

    private static void NeverWait(ConsoleLoggerOptions console) => console.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite;
}
