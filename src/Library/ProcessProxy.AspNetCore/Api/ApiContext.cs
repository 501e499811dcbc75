using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ProcessProxy.AspNetCore.Api;

/// <summary>The services of every call.</summary>
/// <param name="Client">The client that executes the calls.</param>
/// <param name="Time">The clock for the times of responses and the interval of keep-alives.</param>
/// <param name="Logger">The log that reports internal errors.</param>
/// <param name="Stopping">Canceled when the server shuts down; ends the streams.</param>
internal sealed record ApiContext(IProcessClient Client, TimeProvider Time, ILogger Logger, CancellationToken Stopping)
{
    /// <summary>Gets what replaces the server by its new executable; null if it is part of another program.</summary>
    public Func<CancellationToken, Task<ServerUpgrade>>? Upgrade { get; init; }

    /// <summary>Creates a context with the clock, the log and the lifetime of the application that hosts the API.</summary>
    public static ApiContext For(IProcessClient client, IServiceProvider services) => new(
        client,
        services.GetService<TimeProvider>() ?? TimeProvider.System,
        (services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance).CreateLogger("ProcessProxy.Api"),
        services.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? CancellationToken.None);
}
