using ProcessProxy.Configuration.Keys;
using ProcessProxy.Configuration.Problems;
using ProcessProxy.Configuration.Resolving;
using ProcessProxy.Configuration.Yaml;

namespace ProcessProxy.Configuration;

/// <summary>Converts the contents of the two files to specs. Pure, except for the function that reads a file.</summary>
internal sealed class ConfigurationParser
{
    private const string ProcessFileKey = "processConfigFile";

    private readonly string? configFile;
    private readonly ProcessProxyOptions? options;
    private readonly ProjectPaths paths;
    private readonly Func<string, SourceFile> read;
    private readonly ProblemList problems = new();
    private readonly List<string> files;
    private readonly List<ConfigurationFile> stamps = [];
    private readonly Dictionary<string, byte[]> contents = new(StringComparer.Ordinal);
    private readonly List<(string File, ConfigNode Root)> trees = [];
    private readonly Expansion expansion;
    private readonly Reading reading;

    private ConfigurationParser(
        string? configFile, string projectDirectory, IReadOnlyDictionary<string, string> environment, Func<string, SourceFile> read, ProcessProxyOptions? options)
    {
        this.configFile = configFile;
        this.options = options;
        paths = new(projectDirectory);
        this.read = read;
        files = configFile is null ? [] : [configFile];
        expansion = new(environment, problems);
        reading = new(paths, expansion, problems);
    }

    /// <param name="configFile">The absolute path of <c>proxy.yaml</c>, or null.</param>
    /// <param name="projectDirectory">The absolute path that relative paths start from.</param>
    /// <param name="environment">The variables that can be used.</param>
    /// <param name="read">Reads the file at an absolute path.</param>
    /// <param name="options">The options that code has set over the file, or null.</param>
    public static ConfigurationResult Parse(
        string? configFile, string projectDirectory, IReadOnlyDictionary<string, string> environment, Func<string, SourceFile> read, ProcessProxyOptions? options = null) =>
        new ConfigurationParser(configFile, projectDirectory, environment, read, options).Parse();

    /// <summary>Reads only a process file, without a proxy.</summary>
    public static ConfigurationResult ParseProcesses(
        string processFile, string projectDirectory, IReadOnlyDictionary<string, string> environment, Func<string, SourceFile> read) =>
        new ConfigurationParser(processFile, projectDirectory, environment, read, null).ParseProcesses();

    private ConfigurationResult Parse()
    {
        var file = ServerFile.None;
        if (configFile is not null)
        {
            if (Tree(configFile, new(configFile, 1, 1, "")) is not { } root)
            {
                return Result(null);
            }

            file = WithItsProcesses(ServerFile.Read(Reader(root, configFile)));
        }

        if (options?.Section is { } section)
        {
            var place = new Place(section.Name, 0, 0, "");
            if (section.Read() is not { } root)
            {
                // As for an empty file: settings that are gone, or only half saved, must not stop every process.
                problems.Add(place, ProblemCodes.EmptyFile, $"{Described(section)} is empty or does not exist.");
                return Result(null);
            }

            file = file.Under(WithItsProcesses(ServerFile.Read(MapReader.Of(root, place, reading))));
        }

        return Result(Resolve(options is null ? file : file.Under(options.Write(reading with { Expansion = new(null, problems) }))));
    }

    private ConfigurationResult ParseProcesses() =>
        Result(Tree(configFile!, new(configFile!, 1, 1, "")) is { } root ? Resolve(ServerFile.None with { Processes = Processes(root, configFile!) }) : null);

    private ConfigurationResult Result(ServerSpec? spec) =>
        (problems.Any ? new ConfigurationResult(null, problems.InOrder(files)) : new(spec, []) { Checked = spec }) with { Files = stamps, Contents = contents, Variables = expansion.Names };

    /// <summary>Returns the file with the processes of the process file that it names.</summary>
    private ServerFile WithItsProcesses(ServerFile file)
    {
        if (file.Keys.ApplyTo(Empty).ProcessFile is not { } processFile)
        {
            return file;
        }

        if (file.HasProcesses)
        {
            problems.Add(file.Keys.PlaceOf(ProcessFileKey), ProblemCodes.Contradiction,
                "Define the processes either in this file ('processes', 'settings') or in a separate file ('processConfigFile'), not in both.");
        }

        return file with { Processes = ProcessFile(processFile, file.Keys.PlaceOf(ProcessFileKey)) };
    }

    private ServerSpec Resolve(ServerFile file)
    {
        var routes = new RouteResolver(reading).Resolve(file.Routes);
        if (file.Processes is not null && !problems.IsFull)
        {
            RouteRules.CheckProcesses(
                routes.Select(route => (route.Spec.Process, route.Keys.PlaceOf("process"))), file.Processes.All.Select(process => (process.Id, process.IsJob)), problems);
        }

        var spec = file.Keys.ApplyTo(Empty);
        var tls = new TlsRules(reading);
        spec = spec with
        {
            AccessLog = spec.AccessLog is { File: { } log } accessLog ? accessLog with { File = paths.File(log) } : spec.AccessLog,
            Listen = ListenRules.Resolve(spec.Listen, routes.Any(route => route.Spec.Ssl)),
            Processes = new ProcessesResolver(new(routes.Select(route => route.Spec)), reading).Resolve(file.Processes ?? WrittenProcesses.None, files),
            Routes = [.. routes.Select(route => route.Spec)],
            Sources = ConfigurationSources.Of(trees),
            Tls = tls.Resolve(spec.Tls, file.Keys, file.Certificates),
            ProcessFile = null, // Moving the processes to another file is not a change.
        };
        if (file.Processes is not null)
        {
            routes = RouteTargets.Resolve(routes, spec.Processes.All, problems);
            spec = spec with { Routes = [.. routes.Select(route => route.Spec)] };
        }

        spec = spec with
        {
            Management = new ManagementRules(reading, (path, namedAt) => Source(path, namedAt).Bytes).Resolve(spec.Management, file.Keys, spec.Processes.StateDirectory),
        };
        var (opensProxy, opensManagement) = (options?.ListensItself ?? true, options?.OpensManagement ?? true);
        if (opensProxy)
        {
            ListenRules.Check(spec, opensManagement, file.Keys, problems);
            tls.Check(spec, file.Keys, routes);
        }

        var own = new OwnListeners(opensProxy ? spec.Listen : null, opensManagement ? spec.Management : null, problems);
        own.Check(routes.SelectMany(route => route.Targets));
        own.CheckPorts(spec.Processes.All, ProcessPlaces.Written((file.Processes ?? WrittenProcesses.None).All));

        return spec;
    }

    private static string Described(SettingsSection section) =>
        section.Name.Length == 0 ? "The configuration of the application" : $"The section '{section.Name}' of the application's configuration";

    private ServerSpec Empty => new() { ConfigFile = configFile ?? "", ProjectDirectory = paths.ProjectDirectory, Processes = new() { StateDirectory = "" } };

    /// <summary>Reads the processes from their own file; returns null if it cannot be read.</summary>
    private WrittenProcesses? ProcessFile(string file, Place namedAt)
    {
        if (file == configFile)
        {
            problems.Add(namedAt, ProblemCodes.Contradiction, "This is the file itself. Remove 'processConfigFile': the processes can be defined in this file.");
            return null;
        }

        files.Add(file);
        return Tree(file, namedAt) is { } root ? Processes(root, file) : null;
    }

    private WrittenProcesses Processes(ConfigNode root, string file)
    {
        var map = Reader(root, file);
        var processes = WrittenProcesses.Read(map);
        map.RejectUnknown(allowsExtensions: true);
        return processes;
    }

    private MapReader Reader(ConfigNode root, string file) => MapReader.Of(root, new(file, root.Line, root.Column, ""), reading);

    /// <summary>Reads a file, which is watched from then on.</summary>
    /// <param name="file">The file to read.</param>
    /// <param name="namedAt">The place of its name, where an unreadable file is reported.</param>
    private SourceFile Source(string file, Place namedAt)
    {
        var source = read(file);
        if (source.Stamp is { } stamp)
        {
            stamps.Add(stamp);
        }

        if (source.Bytes is { } bytes)
        {
            contents[file] = bytes;
        }
        else
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
