using ProcessProxy.Configuration.Entries;
using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>Makes of a process as it was written one that is complete: own keys over settings over defaults.</summary>
internal sealed class ProcessResolver(
    SettingsEntry settings, ProjectPaths paths, Expansion expansion, HealthTargets targets, ProblemList problems)
{
    private readonly RestartResolver restarts = new(settings.DefaultRestart, problems);
    private readonly HealthCheckResolver healthChecks = new(settings.DefaultHealthCheck, targets, problems);
    private readonly ScheduleResolver schedules = new(problems);

    private readonly string pidDirectory = settings.DefaultPidDir?.Value ?? ProcessDefaults.PidDirectory;
    private readonly string logDirectory = settings.LogDir?.Value ?? ProcessDefaults.LogDirectory;

    /// <summary>Checks the values that stand for every process.</summary>
    public void CheckDefaults()
    {
        restarts.CheckDefaults();
        if (settings.DefaultHealthCheck?.Path is { } path)
        {
            healthChecks.CheckPath(path);
        }
    }

    /// <summary>The process; where a value is wrong, and reported, something harmless stands for it.</summary>
    public ProcessSpec Resolve(ProcessEntry entry)
    {
        if (!entry.HasCommand)
        {
            problems.Add(entry.Place, ProblemCodes.MissingKey, $"The process '{entry.Id}' has no 'command'.");
        }

        var launch = Launch(entry);
        if (entry.Command is { } command && ProgramName.Mistake(command.Value, launch) is { } mistake)
        {
            problems.Add(command.Place, ProblemCodes.CommandLine, mistake);
        }

        return new()
        {
            Id = entry.Id,
            Name = entry.Name?.Value ?? entry.Id,
            Description = entry.Description?.Value,
            Enabled = entry.Enabled?.Value ?? ProcessDefaults.Enabled,
            Launch = launch,
            Restart = restarts.Resolve(entry.Restart, isJob: entry.Schedule is not null),
            Stop = new(StopSignal(entry), entry.StopTimeout?.Value ?? ProcessDefaults.StopTimeout),
            HealthCheck = entry.Schedule is null ? healthChecks.Resolve(entry, launch.Env) : null,
            MaxMemory = entry.MaxMemory?.Value,
            DependsOn = [.. entry.DependsOn?.Value.Select(id => id.Value) ?? []],
            Schedule = entry.Schedule is { } schedule ? schedules.Resolve(schedule, entry) : null,
        };
    }

    private LaunchSpec Launch(ProcessEntry entry) => new()
    {
        Command = entry.Command?.Value ?? "",
        Args = [.. entry.Args?.Value.Select(argument => argument.Value) ?? []],
        Cwd = Cwd(entry),
        Env = new(Env(entry)),
        Unset = [.. (entry.Env ?? []).Where(variable => variable.IsNull).Select(variable => variable.Name)],
        PidFile = PidFile(entry),
        CleanupPidOnExit = (entry.CleanupPidOnExit ?? settings.CleanupPidOnExit)?.Value ?? ProcessDefaults.CleanupPidOnExit,
        Log = new()
        {
            File = Path.Combine(paths.Folder(logDirectory), entry.Id + ".log"),
            Separate = entry.Separate?.Value ?? ProcessDefaults.SeparateOutput,
            Keep = settings.LogProcessOutput?.Value ?? ProcessDefaults.LogProcessOutput,
            MaxSize = settings.LogMaxSize?.Value ?? ProcessDefaults.LogMaxSize,
            MaxFiles = settings.LogMaxFiles?.Value ?? ProcessDefaults.LogMaxFiles,
        },
    };

    private string Cwd(ProcessEntry entry)
    {
        if (entry.Cwd is not { } written || expansion.Expand(written) is not { } cwd)
        {
            return paths.ProjectDirectory;
        }

        if (cwd.Length == 0)
        {
            problems.Add(written.Place, ProblemCodes.EmptyValue, $"'{written.Place.Key}' is empty once its variables are filled in.");
            return paths.ProjectDirectory;
        }

        return paths.Folder(cwd);
    }

    private IEnumerable<KeyValuePair<string, string>> Env(ProcessEntry entry)
    {
        foreach (var variable in entry.Env ?? [])
        {
            if (variable.Name.Length == 0 || variable.Name.Contains('='))
            {
                problems.Add(variable.Place, ProblemCodes.InvalidEnvName, $"'{variable.Name}' cannot be the name of an environment variable.");
            }

            if (!variable.IsNull && expansion.Expand(variable.Text) is { } value)
            {
                yield return new(variable.Name, value);
            }
        }
    }

    private string PidFile(ProcessEntry entry)
    {
        if (entry.PidFile is not { } written)
        {
            return Path.Combine(paths.Folder(entry.PidDir?.Value ?? pidDirectory), entry.Id + ".pid");
        }

        if (Path.EndsInDirectorySeparator(written.Value))
        {
            problems.Add(written.Place, ProblemCodes.InvalidText, $"'{written.Place.Key}' must name a file, not a folder.");
        }

        return paths.File(written.Value);
    }

    private string StopSignal(ProcessEntry entry)
    {
        if (entry.StopSignal is { } signal && !StopSignals.All.Contains(signal.Value))
        {
            problems.AddMisspelt(signal.Place, ProblemCodes.NotAChoice,
                $"'{signal.Place.Key}' must be one of {string.Join(", ", StopSignals.All)}, not '{signal.Value}'.",
                signal.Value.StartsWith("SIG", StringComparison.OrdinalIgnoreCase) ? signal.Value : "SIG" + signal.Value, StopSignals.All);
        }

        return entry.StopSignal?.Value ?? ProcessDefaults.StopSignal;
    }
}
