using ProcessProxy.Configuration.Entries;
using ProcessProxy.Configuration.Problems;
using ProcessProxy.Configuration.Resolving;
using ProcessProxy.Configuration.Yaml;

namespace ProcessProxy.Configuration;

/// <summary>From what the two files say to what is run. Pure but for the function that reads a file.</summary>
internal sealed class ConfigurationParser
{
    private readonly string configFile;
    private readonly ProjectPaths paths;
    private readonly Func<string, SourceFile> read;
    private readonly ProblemList problems = new();
    private readonly List<string> files;
    private readonly List<ConfigurationFile> stamps = [];
    private readonly List<(string File, ConfigNode Root)> trees = [];
    private readonly Expansion expansion;

    private ConfigurationParser(
        string configFile, string projectDirectory, IReadOnlyDictionary<string, string> environment, Func<string, SourceFile> read)
    {
        this.configFile = configFile;
        paths = new(projectDirectory);
        this.read = read;
        files = [configFile];
        expansion = new(environment, problems);
    }

    /// <param name="configFile">The absolute path of <c>proxy.yaml</c>.</param>
    /// <param name="projectDirectory">The absolute path that relative ones start from.</param>
    /// <param name="environment">The variables that can be referred to.</param>
    /// <param name="read">Gives the file at an absolute path.</param>
    public static ConfigurationResult Parse(
        string configFile, string projectDirectory, IReadOnlyDictionary<string, string> environment, Func<string, SourceFile> read) =>
        new ConfigurationParser(configFile, projectDirectory, environment, read).Parse();

    /// <summary>As <see cref="Parse(string, string, IReadOnlyDictionary{string, string}, Func{string, SourceFile})"/>, for a process file alone.</summary>
    public static ConfigurationResult ParseProcesses(
        string processFile, string projectDirectory, IReadOnlyDictionary<string, string> environment, Func<string, SourceFile> read) =>
        new ConfigurationParser(processFile, projectDirectory, environment, read).ParseProcesses();

    private ConfigurationResult Parse() =>
        Result(Tree(configFile, Start) is { } root ? Resolve(ProxyFileBinder.Bind(root, configFile, problems)) : null);

    private ConfigurationResult ParseProcesses() =>
        Result(Tree(configFile, Start) is { } root ? Resolve(new ProxyFileEntry(), ProcessFileBinder.Bind(root, configFile, problems)) : null);

    private Place Start => new(configFile, 1, 1, "");

    private ConfigurationResult Result(ServerSpec? spec) =>
        (problems.Any ? new ConfigurationResult(null, problems.InOrder(files)) : new(spec, [])) with { Files = stamps, Variables = expansion.Names };

    private ServerSpec Resolve(ProxyFileEntry proxy) => Resolve(proxy, ProcessFile(proxy));

    private ServerSpec Resolve(ProxyFileEntry proxy, ProcessFileEntry? processFile)
    {
        var resolver = new RouteResolver(paths, expansion, problems);
        var routes = resolver.Resolve(proxy.Routes);
        if (processFile is not null && !problems.IsFull)
        {
            CheckProcessesOf(proxy.Routes, processFile);
        }

        var processes = new ProcessesResolver(paths, expansion, new(routes), problems).Resolve(processFile ?? new(), files);
        var management = new ManagementResolver(paths, (file, namedAt) => Source(file, namedAt).Bytes, problems).Resolve(proxy.Management, processes.StateDirectory);
        var listen = new ListenResolver(configFile, problems).Resolve(proxy, management);
        OwnListeners.Check(resolver.Targets, listen, management, problems);
        return new()
        {
            ConfigFile = configFile,
            ProjectDirectory = paths.ProjectDirectory,
            Listen = listen,
            Management = management,
            Tls = new TlsResolver(paths, problems).Resolve(proxy),
            TrustedProxies = TrustedNetworks.Resolve(proxy.TrustedProxies, problems),
            AccessLog = AccessLog(proxy.AccessLog),
            Reload = proxy.Reload?.Value ?? ServerDefaults.Reload,
            Routes = [.. routes],
            Sources = ConfigurationSources.Of(trees),
            Processes = processes,
        };
    }

    /// <summary>The process file; an empty one when none is named, null when it cannot be read.</summary>
    private ProcessFileEntry? ProcessFile(ProxyFileEntry proxy)
    {
        if (proxy.ProcessConfigFile is not { } written)
        {
            return new();
        }

        var file = paths.File(written.Value);
        if (file == configFile)
        {
            problems.Add(written.Place, ProblemCodes.Contradiction, "The processes need a file of their own: this is the file itself.");
            return null;
        }

        files.Add(file);
        return Tree(file, written.Place) is { } root ? ProcessFileBinder.Bind(root, file, problems) : null;
    }

    private AccessLogSpec? AccessLog(AccessLogEntry? entry) => entry is null ? null : new(
        entry.ToOutput?.Value == true ? null : paths.File(entry.File?.Value ?? ServerDefaults.AccessLogFile),
        entry.MaxSize?.Value ?? ServerDefaults.AccessLogMaxSize,
        entry.MaxFiles?.Value ?? ServerDefaults.AccessLogMaxFiles);

    private void CheckProcessesOf(IReadOnlyList<RouteEntry> routes, ProcessFileEntry processFile)
    {
        var ids = processFile.Processes.Select(process => process.Id).ToHashSet(StringComparer.Ordinal);
        var jobs = processFile.Processes.Where(process => process.Schedule is not null).Select(process => process.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var route in routes)
        {
            if (route.Process is { } process && !ids.Contains(process.Value))
            {
                problems.AddMisspelt(process.Place, ProblemCodes.UnknownProcess, $"No process '{process.Value}' is configured.", process.Value, ids);
            }
            else if (route.Process is { } job && jobs.Contains(job.Value))
            {
                problems.Add(job.Place, ProblemCodes.NotForJobs,
                    $"'{job.Value}' cannot be behind a route, since it has a schedule: it runs at times, and requests would wait for it in vain.");
            }
        }
    }

    /// <summary>Reads a file, which is watched from then on.</summary>
    /// <param name="file">The file to read.</param>
    /// <param name="namedAt">Where its name comes from: there a file that cannot be read is reported.</param>
    private SourceFile Source(string file, Place namedAt)
    {
        var source = read(file);
        if (source.Stamp is { } stamp)
        {
            stamps.Add(stamp);
        }

        if (source.Bytes is null)
        {
            problems.Add(namedAt, source.Code!, source.Failure!);
        }

        return source;
    }

    private ConfigNode? Tree(string file, Place namedAt)
    {
        if (Source(file, namedAt).Bytes is not { } bytes)
        {
            return null;
        }

        var tree = SourceText.Decode(bytes, file, problems) is { } text ? YamlReader.Read(text, file, problems) : null;
        if (tree is not null)
        {
            trees.Add((file, tree));
        }

        return tree;
    }
}
