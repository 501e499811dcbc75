using ProcessProxy.Configuration.Entries;
using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>Makes of a process file what is run, and checks the processes against each other.</summary>
internal sealed class ProcessesResolver(ProjectPaths paths, Expansion expansion, HealthTargets targets, ProblemList problems)
{
    /// <param name="file">The process file as it was written.</param>
    /// <param name="configFiles">The configuration files, which nothing may overwrite.</param>
    public ProcessesSpec Resolve(ProcessFileEntry file, IEnumerable<string> configFiles)
    {
        var settings = file.Settings;
        var resolver = new ProcessResolver(settings, paths, expansion, targets, problems);
        resolver.CheckDefaults();
        ProcessIds.Check(file.Processes, problems);
        Dependencies.Check(file.Processes, problems);

        var processes = file.Processes.Select(resolver.Resolve).ToArray();
        var stateDirectory = paths.Folder(settings.DefaultPidDir?.Value ?? ProcessDefaults.PidDirectory);
        CheckFiles(file.Processes, processes, stateDirectory, configFiles);
        return new()
        {
            All = [.. processes],
            StateDirectory = stateDirectory,
            DetachOnExit = settings.DetachOnExit?.Value ?? ProcessDefaults.DetachOnExit,
            LogHealthChecks = settings.LogHealthChecks?.Value ?? ProcessDefaults.LogHealthChecks,
            LogRestarts = settings.LogRestarts?.Value ?? ProcessDefaults.LogRestarts,
        };
    }

    private void CheckFiles(
        IReadOnlyList<ProcessEntry> entries, ProcessSpec[] processes, string stateDirectory, IEnumerable<string> configFiles)
    {
        var claims = new FileClaims(problems);
        foreach (var file in configFiles)
        {
            claims.Add(file, "a configuration file");
        }

        claims.Add(Path.Combine(stateDirectory, "processproxy.lock"), "the server's lock");
        claims.Add(Path.Combine(stateDirectory, "processproxy.sock"), "the server's socket");
        foreach (var process in processes)
        {
            claims.Add(Path.Combine(stateDirectory, process.Id + ".state"), $"the state file of '{process.Id}'");
            claims.Add(process.Launch.Log.File, $"the log of '{process.Id}'");
            claims.Add(process.Launch.Log.ErrorFile, $"the log of '{process.Id}'");
        }

        for (var index = 0; index < processes.Length; index++)
        {
            claims.AddPidFile(processes[index], entries[index].PidFile?.Place ?? entries[index].Place);
        }
    }
}
