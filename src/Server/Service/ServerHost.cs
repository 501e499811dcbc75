using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ProcessProxy.AspNetCore;
using ProcessProxy.AspNetCore.Http;
using ProcessProxy.Configuration;
using ProcessProxy.Server.Logging;

namespace ProcessProxy.Server.Service;

/// <summary>The server as an application that hosts ProcessProxy and does nothing else.</summary>
internal static class ServerHost
{
    /// <summary>Builds the application. It uses nothing from its environment: no settings file, no environment variable, no signal, no console.</summary>
    public static IHost Build(ConfigurationLoader source, ServerLog log, ServerSignals signals)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true, ContentRootPath = AppContext.BaseDirectory });
        builder.Services.AddSingleton(log.Loggers);
        builder.Services.AddSingleton<IHostLifetime, UnattendedLifetime>();

        // The programs, and whoever hurries them, determine how long the end takes.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Timeout.InfiniteTimeSpan);
        builder.Services.AddProcessProxy(options =>
        {
            options.ConfigFile = source.ConfigFile;
            options.ProjectDirectory = source.ProjectDirectory;
            options.OpenProxyListener = true;
            options.OpenManagementListener = true;
            options.IsDedicated = true;
        });

        // Created before any program starts, which must not see the address of the service manager.
        var manager = new ServiceManager(log.Loggers.CreateLogger("ProcessProxy.Server"));
        builder.Services.AddSingleton<IHostedService>(services => new Attendance(
            services.GetRequiredService<ProxyServer>(), manager, signals, log, services.GetRequiredService<TimeProvider>()));
        return builder.Build();
    }
}
