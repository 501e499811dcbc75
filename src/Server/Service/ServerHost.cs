using System.Runtime.InteropServices;
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
/// <param name="source">The files.</param>
/// <param name="note">What the server was started with.</param>
/// <param name="log">The log for users.</param>
/// <param name="signals">The signals.</param>
internal sealed class ServerHost(ConfigurationLoader source, StartNote note, ServerLog log, ServerSignals signals)
{
    // Created before any program starts, which must not see the address of the service manager.
    private readonly ServiceManager manager = new(log.Loggers.CreateLogger("ProcessProxy.Server"));

    /// <summary>Gets the sockets that the server was started with.</summary>
    public IReadOnlyList<(string Name, SafeHandle Handle)> Inherited => note.Sockets.Count > 0 ? note.Sockets : manager.Inherited;

    /// <summary>Builds the application. It uses nothing from its environment: no settings file, no environment variable, no signal, no console.</summary>
    /// <param name="sockets">The sockets to listen on.</param>
    /// <param name="predecessor">The server that this one replaces; null for none.</param>
    /// <param name="succession">Gets what replaces this server.</param>
    public IHost Build(IReadOnlyList<(string Name, SafeHandle Handle)> sockets, Predecessor? predecessor, out Succession succession)
    {
        IHost? host = null;
        ISocketKeeper keeper = note.Guardian is { } guardian ? new GuardianKeeper(guardian) : manager;
        var replacing = succession = new Succession(keeper, TimeProvider.System, signals.Stop);
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
            options.Sockets = new SocketStore(NamedSocket.Of(sockets));
            options.Turn = predecessor is null ? null : predecessor.WaitAsync;
            options.Upgrade = end => replacing.ReplaceAsync(host!.Services.GetRequiredService<ProxyServer>(), end);
            options.Guardian = note.Guardian?.Pid;
            options.FormerConfiguration = note.FormerConfiguration;
        });

        builder.Services.AddSingleton<IHostedService>(services => new Attendance(
            services.GetRequiredService<ProxyServer>(), manager, keeper, predecessor, signals, log, services.GetRequiredService<TimeProvider>()));
        return host = builder.Build();
    }
}
