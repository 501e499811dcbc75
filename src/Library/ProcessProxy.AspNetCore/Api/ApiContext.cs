using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ProcessProxy.AspNetCore.Api;

/// <summary>What every call works with.</summary>
/// <param name="Client">What carries the calls out.</param>
/// <param name="Time">Gives the time of answers and the beat of streams.</param>
/// <param name="Logger">Is told of faults of ours.</param>
/// <param name="Stopping">Is cancelled when the server goes down; ends the streams.</param>
internal sealed record ApiContext(IProcessClient Client, TimeProvider Time, ILogger Logger, CancellationToken Stopping)
{
    /// <summary>Takes clock, log and lifetime from the application that hosts the API.</summary>
    public static ApiContext For(IProcessClient client, IServiceProvider services) => new(
        client,
        services.GetService<TimeProvider>() ?? TimeProvider.System,
        (services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance).CreateLogger("ProcessProxy.Api"),
        services.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? CancellationToken.None);
}
