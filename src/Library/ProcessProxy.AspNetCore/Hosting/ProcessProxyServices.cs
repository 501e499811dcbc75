using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ProcessProxy;
using ProcessProxy.AspNetCore;
using ProcessProxy.AspNetCore.Hosting;
using ProcessProxy.AspNetCore.Management;
using ProcessProxy.Supervision.Reloading;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds ProcessProxy to an application.</summary>
public static class ProcessProxyServices
{
    /// <summary>
    /// Supervises the processes of a <c>proxy.yaml</c> from the start of the application to its end. There is an <see cref="IProcessClient"/> in the
    /// container. Nothing listens: <c>app.MapProcessProxy()</c> serves the routes.
    /// </summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="configFile">The path of the file, relative to the content root.</param>
    public static IServiceCollection AddProcessProxy(this IServiceCollection services, string configFile)
    {
        ArgumentException.ThrowIfNullOrEmpty(configFile);
        return services.AddProcessProxy(options => options.ConfigFile = configFile);
    }

    /// <summary>
    /// Supervises the processes of a section of the application's configuration, which has the keys of <c>proxy.yaml</c>. Else as
    /// <see cref="AddProcessProxy(IServiceCollection, Action{ProcessProxyServiceOptions})"/>.
    /// </summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="section">The section, such as <c>builder.Configuration.GetSection("ProcessProxy")</c>.</param>
    public static IServiceCollection AddProcessProxy(this IServiceCollection services, IConfiguration section) =>
        services.AddProcessProxy(options => options.Bind(section));

    /// <summary>
    /// Supervises processes from the start of the application to its end. There is an <see cref="IProcessClient"/> in the container. Nothing
    /// listens unless the options ask for it: <c>app.MapProcessProxy()</c> serves the routes.
    /// </summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="configure">Adds processes and routes.</param>
    /// <exception cref="InvalidOperationException">It was called before: an application has one ProcessProxy.</exception>
    public static IServiceCollection AddProcessProxy(this IServiceCollection services, Action<ProcessProxyServiceOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        if (services.Any(service => service.ServiceType == typeof(ProxyServer)))
        {
            throw new InvalidOperationException("AddProcessProxy was called already. Call it once and add all processes there.");
        }

        var options = new ProcessProxyServiceOptions();
        configure(options);
        services.AddLogging();
        services.AddHttpForwarder();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => Server(provider, options));
        services.AddSingleton(provider =>
        {
            var server = provider.GetRequiredService<ProxyServer>();
            return new MappedManagement(
                () => (server.Configuration ?? throw new InvalidOperationException("ProcessProxy has not been started.")).Management,
                provider.GetRequiredService<TimeProvider>());
        });
        services.AddSingleton<IProcessClient>(provider =>
        {
            var server = provider.GetRequiredService<ProxyServer>();
            return new ApplicationClient(() => server.Client);
        });
        services.AddSingleton<IHostedService>(provider => new ProcessProxyService(provider.GetRequiredService<ProxyServer>(), provider.GetRequiredService<MappedManagement>().CheckPage));
        return services;
    }

    /// <summary>Adds a health check: healthy when what should run runs, degraded while something is about to.</summary>
    /// <param name="builder">The health checks of the application.</param>
    /// <param name="name">The name of the check.</param>
    /// <param name="failureStatus">The status that is reported when a process is down. Default: unhealthy.</param>
    /// <param name="tags">Tags to choose checks by.</param>
    public static IHealthChecksBuilder AddProcessProxy(
        this IHealthChecksBuilder builder, string name = "processproxy", HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new HealthCheckRegistration(name, provider => new ProcessHealthCheck(provider.GetRequiredService<IProcessClient>()), failureStatus, tags));
    }

    private static ProxyServer Server(IServiceProvider provider, ProcessProxyServiceOptions options)
    {
        options.ContentRoot ??= provider.GetService<IHostEnvironment>()?.ContentRootPath;
        return new ProxyServer(options, provider.GetRequiredService<ILoggerFactory>(), provider.GetRequiredService<TimeProvider>())
        {
            OpensProxy = options.OpenProxyListener,
            OpensManagement = options.OpenManagementListener,
            IsDedicated = options.IsDedicated,
            Sockets = options.Sockets,
            Turn = options.Turn,
            Upgrade = options.Upgrade,
            Guardian = options.Guardian,
            LastConfiguration = options.Guardian is null ? null : new LastConfiguration(options.Load, options.FormerConfiguration),
        };
    }
}
