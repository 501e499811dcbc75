using Microsoft.Extensions.Configuration;
using ProcessProxy.AspNetCore.Connections;
using ProcessProxy.Configuration;

namespace ProcessProxy.AspNetCore.Hosting;

/// <summary>Configures ProcessProxy in an application.</summary>
public sealed class ProcessProxyServiceOptions : ProcessProxyOptions
{
    internal ProcessProxyServiceOptions() => (ListensItself, OpensManagement) = (false, false);

    /// <summary>Gets or sets whether the proxy listens itself, where <c>Host</c>, <c>Port</c> and <c>HttpsPort</c> say, instead of in the pipeline of the application.</summary>
    /// <value>The default is false: the routes are served by <c>app.MapProcessProxy()</c>, or not at all.</value>
    public bool OpenProxyListener { get => ListensItself; set => ListensItself = value; }

    /// <summary>Gets or sets whether the management API listens itself, where <c>Management</c> says: for the command line, the cmdlets and the dashboard.</summary>
    /// <value>The default is false.</value>
    public bool OpenManagementListener { get => OpensManagement; set => OpensManagement = value; }

    /// <summary>Gets or sets whether this program is only the server.</summary>
    internal bool IsDedicated { get; set; }

    /// <summary>Gets or sets the process that starts the program again when it dies; null if there is none.</summary>
    internal int? Guardian { get; set; }

    /// <summary>Gets or sets the file in which the server before this one has kept its configuration; null if it has not.</summary>
    internal string? FormerConfiguration { get; set; }

    /// <summary>Gets or sets what the start waits for before it takes the lock; null for nothing.</summary>
    internal Func<CancellationToken, Task>? Turn { get; set; }

    /// <summary>Gets or sets what replaces the server by its new executable; null if it is part of another program.</summary>
    internal Func<CancellationToken, Task<ServerUpgrade>>? Upgrade { get; set; }

    /// <summary>Gets or sets the sockets that the program was started with.</summary>
    internal SocketStore Sockets { get; set; } = new([]);

    /// <summary>
    /// Reads a section of the application's configuration that has the keys of <c>proxy.yaml</c>, upper and lower case as there. It lies over
    /// <see cref="ProcessProxyOptions.ConfigFile"/> and under what code sets. It is read at the start, when a reload is asked for,
    /// and when it has changed, as a file is.
    /// </summary>
    /// <param name="section">The section, such as <c>builder.Configuration.GetSection("ProcessProxy")</c>.</param>
    public ProcessProxyServiceOptions Bind(IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        Section = new ApplicationSection(section);
        return this;
    }
}
