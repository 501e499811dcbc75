using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ProcessProxy.AspNetCore;
using ProcessProxy.AspNetCore.Connections;
using ProcessProxy.AspNetCore.Http;
using ProcessProxy.Configuration;
using ProcessProxy.Guarding;
using ProcessProxy.Server.Logging;

namespace ProcessProxy.Server.Service;

/// <summary>The server as an application that hosts ProcessProxy and does nothing else.</summary>
internal static class ServerHost
{
    /// <summary>Builds the application. It uses nothing from its environment: no settings file, no environment variable, no signal, no console.</summary>
    /// <param name="source">The files.</param>
    /// <param name="log">The log for users.</param>
    /// <param name="signals">The signals.</param>
    /// <param name="guardian">The guardian; null if there is none.</param>
    public static IHost Build(ConfigurationLoader source, ServerLog log, ServerSignals signals, GuardianLink? guardian)
    {
        // Created before any program starts, which must not see the address of the service manager.
        var manager = new ServiceManager(log.Loggers.CreateLogger("ProcessProxy.Server"));
        ISocketKeeper keeper = guardian is null ? manager : new GuardianKeeper(guardian);
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
            options.Sockets = new SocketStore(NamedSocket.Of(keeper.Inherited));
            options.Guardian = guardian?.Pid;
            options.FormerConfiguration = guardian?.FormerConfiguration;
        });

        builder.Services.AddSingleton<IHostedService>(services => new Attendance(
            services.GetRequiredService<ProxyServer>(), manager, keeper, signals, log, services.GetRequiredService<TimeProvider>()));
        return builder.Build();
    }
}
