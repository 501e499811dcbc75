using ProcessProxy.Configuration.Keys;
using ProcessProxy.Configuration.Problems;
using ProcessProxy.Configuration.Resolving;
using ProcessProxy.Configuration.Yaml;

namespace ProcessProxy.Configuration;

/// <summary>From what the two files say to what is run. Pure but for the function that reads a file.</summary>
internal sealed class ConfigurationParser
{
    private const string ProcessFileKey = "processConfigFile";

    private readonly string configFile;
    private readonly ProjectPaths paths;
    private readonly Func<string, SourceFile> read;
    private readonly ProblemList problems = new();
    private readonly List<string> files;
    private readonly List<ConfigurationFile> stamps = [];
    private readonly List<(string File, ConfigNode Root)> trees = [];
    private readonly Expansion expansion;
    private readonly Reading reading;

    private ConfigurationParser(
        string configFile, string projectDirectory, IReadOnlyDictionary<string, string> environment, Func<string, SourceFile> read)
    {
        this.configFile = configFile;
        paths = new(projectDirectory);
        this.read = read;
        files = [configFile];
        expansion = new(environment, problems);
        reading = new(paths, expansion, problems);
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

    private ConfigurationResult Parse() => Result(Tree(configFile, Start) is { } root ? Resolve(ServerFile.Read(Reader(root, configFile))) : null);

    private ConfigurationResult ParseProcesses() => Result(Tree(configFile, Start) is { } root ? Resolve(ServerFile.None, Processes(root, configFile)) : null);

    private Place Start => new(configFile, 1, 1, "");

    private ConfigurationResult Result(ServerSpec? spec) =>
        (problems.Any ? new ConfigurationResult(null, problems.InOrder(files)) : new(spec, [])) with { Files = stamps, Variables = expansion.Names };

    private ServerSpec Resolve(ServerFile file)
    {
        var spec = file.Keys.ApplyTo(Empty);
        if (spec.ProcessFile is not { } processFile)
        {
            return Resolve(file, file.Processes);
        }

        if (file.HasProcesses)
        {
            problems.Add(file.Keys.PlaceOf(ProcessFileKey), ProblemCodes.Contradiction,
                "The processes stand in this file ('processes', 'settings') or in one of their own ('processConfigFile'), not in both.");
        }

        return Resolve(file, ProcessFile(processFile, file.Keys.PlaceOf(ProcessFileKey)));
    }

    private ServerSpec Resolve(ServerFile file, WrittenProcesses? writtenProcesses)
    {
        var routes = new RouteResolver(reading).Resolve(file.Routes);
        if (writtenProcesses is not null && !problems.IsFull)
        {
            CheckProcessesOf(routes, writtenProcesses);
        }

        var spec = file.Keys.ApplyTo(Empty);
        var tls = new TlsRules(reading);
        spec = spec with
        {
            AccessLog = spec.AccessLog is { File: { } log } accessLog ? accessLog with { File = paths.File(log) } : spec.AccessLog,
            Listen = ListenRules.Resolve(spec.Listen, routes.Any(route => route.Spec.Ssl)),
            Processes = new ProcessesResolver(new(routes.Select(route => route.Spec)), reading).Resolve(writtenProcesses ?? WrittenProcesses.None, files),
            Routes = [.. routes.Select(route => route.Spec)],
            Sources = ConfigurationSources.Of(trees),
            Tls = tls.Resolve(spec.Tls, file.Keys, file.Certificates),
            ProcessFile = null, // To move the processes to another file is no change.
        };
        spec = spec with
        {
            Management = new ManagementRules(reading, (path, namedAt) => Source(path, namedAt).Bytes).Resolve(spec.Management, file.Keys, spec.Processes.StateDirectory),
        };
        ListenRules.Check(spec, file.Keys, problems);
        tls.Check(spec, file.Keys, routes);
        OwnListeners.Check(routes.SelectMany(route => route.Targets), spec.Listen, spec.Management, problems);
        return spec;
    }

    private ServerSpec Empty => new() { ConfigFile = configFile, ProjectDirectory = paths.ProjectDirectory, Processes = new() { StateDirectory = "" } };

    /// <summary>The processes of a file of their own; null when it cannot be read.</summary>
    private WrittenProcesses? ProcessFile(string file, Place namedAt)
    {
        if (file == configFile)
        {
            problems.Add(namedAt, ProblemCodes.Contradiction, "This is the file itself. Leave 'processConfigFile' out: the processes may stand in this file.");
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

    private void CheckProcessesOf(IReadOnlyList<WrittenRoute> routes, WrittenProcesses processFile)
    {
        var ids = processFile.All.Select(process => process.Id).ToHashSet(StringComparer.Ordinal);
        var jobs = processFile.All.Where(process => process.IsJob).Select(process => process.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var route in routes)
        {
            if (route.Spec.Process is not { } id)
            {
                continue;
            }

            var place = route.Keys.PlaceOf("process");
            if (!ids.Contains(id))
            {
                problems.AddMisspelt(place, ProblemCodes.UnknownProcess, $"No process '{id}' is configured.", id, ids);
            }
            else if (jobs.Contains(id))
            {
                problems.Add(place, ProblemCodes.NotForJobs,
                    $"'{id}' cannot be behind a route, since it has a schedule: it runs at times, and requests would wait for it in vain.");
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
