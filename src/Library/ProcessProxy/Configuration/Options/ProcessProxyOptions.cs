using System.Net;
using ProcessProxy.Configuration.Keys;
using ProcessProxy.Configuration.Problems;
using ProcessProxy.Configuration.Resolving;
using ProcessProxy.Configuration.Yaml;

namespace ProcessProxy.Configuration;

/// <summary>
/// Configures everything by code, with the keys of <c>proxy.yaml</c>, alone or over a file. As strict as <see cref="ConfigurationLoader"/>, with the
/// same problems; those of code name a key (<c>processes.web.maxRestarts</c>) and no line. A property that is set to null is not set.
/// </summary>
public class ProcessProxyOptions : IConfigurationSource
{
    private readonly SetKeys<ServerSpec> keys = new(ServerKeys.All, new ServerSpec
    {
        ConfigFile = "",
        ProjectDirectory = "",
        Processes = new() { StateDirectory = "" },
        AccessLog = new(),
        Tls = new() { Acme = new() },
    });

    private readonly List<ProcessOptions> processes = [];
    private readonly List<RouteOptions> routes = [];

    /// <summary>Makes options with nothing set.</summary>
    public ProcessProxyOptions()
    {
        Management = new(keys.Section("management"));
        AccessLog = new(keys.Section("accessLog"));
        Tls = new(keys.Section("tls"));
    }

    /// <summary>Gets or sets the path of a <c>proxy.yaml</c> that is read too. What code sets wins over it; processes and routes of code come after its own, and its <c>settings</c> hold for them, too.</summary>
    /// <value>The default is null: no file is read.</value>
    public string? ConfigFile { get; set; }

    /// <summary>Gets or sets the folder that relative paths start from.</summary>
    /// <value>The default is the folder of <see cref="ConfigFile"/>, or its parent if that folder is named <c>config</c>; without a file, the current folder or, in an application, its content root.</value>
    public string? ProjectDirectory { get; set; }

    /// <inheritdoc cref="ListenSpec.Host"/>
    public string Host { get => keys.Get<string>(); set => keys.Set(value); }

    /// <inheritdoc cref="ListenSpec.Port"/>
    public int Port { get => keys.Get<int>(); set => keys.Set(value); }

    /// <summary>Gets or sets the port for HTTPS; 0 for a free one.</summary>
    /// <value>The default is 8443 if a route has <see cref="RouteOptions.Ssl"/>, otherwise null.</value>
    public int? HttpsPort { get => keys.FindValue<int>(); set => keys.SetValue(value); }

    /// <inheritdoc cref="ListenSpec.PublicHttpsPort"/>
    public int? PublicHttpsPort { get => keys.FindValue<int>(); set => keys.SetValue(value); }

    /// <summary>Gets where the management API listens, and who may call.</summary>
    public ManagementOptions Management { get; }

    /// <inheritdoc cref="ServerSpec.TrustedProxies"/>
    public IReadOnlyList<IPNetwork> TrustedProxies { get => keys.Get<ValueList<IPNetwork>>(); set => keys.SetList<IPNetwork>(value); }

    /// <summary>Gets where a line for each request is written.</summary>
    public AccessLogOptions AccessLog { get; }

    /// <inheritdoc cref="ServerSpec.Reload"/>
    public ReloadMode Reload { get => keys.Get<ReloadMode>(); set => keys.Set(value); }

    /// <summary>Gets where the certificates of the proxy's own listener come from.</summary>
    public TlsOptions Tls { get; }

    /// <summary>Gets what concerns all processes.</summary>
    public SettingsOptions Settings { get; } = new();

    /// <summary>Gets or sets the folder that stands for the current one.</summary>
    internal string? ContentRoot { get; set; }

    /// <summary>Gets or sets whether the proxy is served on listeners of its own, which need ports and certificates, rather than on those of an application.</summary>
    internal bool ListensItself { get; set; } = true;

    /// <summary>Gets or sets whether the management API has listeners of its own.</summary>
    internal bool OpensManagement { get; set; } = true;

    /// <summary>Gets or sets the section of an application's settings that lies between the file and the code; null for none.</summary>
    internal SettingsSection? Section { get; set; }

    /// <summary>Adds a process.</summary>
    /// <param name="id">Its id, by which routes and dependencies name it.</param>
    /// <param name="configure">Sets its keys.</param>
    public ProcessProxyOptions AddProcess(string id, Action<ProcessOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(configure);
        var process = new ProcessOptions(id);
        configure(process);
        processes.Add(process);
        return this;
    }

    /// <summary>Adds a route.</summary>
    /// <param name="configure">Sets its keys.</param>
    public ProcessProxyOptions AddRoute(Action<RouteOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var route = new RouteOptions();
        configure(route);
        routes.Add(route);
        return this;
    }

    /// <summary>Adds a route for a path and everything below it.</summary>
    /// <param name="path">The path, which begins with a slash.</param>
    /// <param name="configure">Sets its other keys.</param>
    public ProcessProxyOptions AddRoute(string path, Action<RouteOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(configure);
        return AddRoute(route =>
        {
            route.Path = path;
            configure(route);
        });
    }

    /// <inheritdoc/>
    /// <remarks>Does not throw for anything that is wrong with the values, nor for a file that cannot be read.</remarks>
    public ConfigurationResult Load() => Load(SourceFile.Read);

    /// <summary>Does the same with files from elsewhere.</summary>
    /// <param name="read">Reads the file at an absolute path.</param>
    internal ConfigurationResult Load(Func<string, SourceFile> read)
    {
        var root = ContentRoot ?? Environment.CurrentDirectory;
        var problems = new ProblemList();
        CheckPath(ConfigFile, "configFile", problems);
        CheckPath(ProjectDirectory, "projectDirectory", problems);
        if (problems.Any)
        {
            return new(null, problems.InOrder([]));
        }

        var file = ConfigFile is null ? null : Path.GetFullPath(ConfigFile, root);
        var folder = ProjectDirectory ?? (file is null ? root : ProjectPaths.DirectoryOf(file));
        var stamp = Section is null ? null : SettingsStamp.Of(Section);
        return ConfigurationParser.Parse(file, Path.GetFullPath(folder, root), ConfigurationLoader.CurrentEnvironment(), read, this) with { Settings = stamp };
    }

    private static void CheckPath(string? path, string key, ProblemList problems)
    {
        var place = Place.InCode(key);
        if (path is { Length: 0 })
        {
            problems.Add(place, ProblemCodes.EmptyValue, $"'{key}' is empty.");
        }
        else if (path is not null)
        {
            TextRules.Check(path, place, problems);
        }
    }

    /// <summary>What code has set.</summary>
    internal ServerFile Write(Reading reading) => new(
        keys.Write(Place.InCode(""), reading),
        [.. routes.Select((route, index) => route.Write(index, reading))],
        [.. Tls.Certificates.Select((certificate, index) => certificate.Write(index, reading))],
        new([.. processes.Select(process => process.Write(reading))], Settings.WriteDefaults(reading), Settings.Write(reading)));
}
