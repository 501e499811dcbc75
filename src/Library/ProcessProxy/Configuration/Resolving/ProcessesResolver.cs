using ProcessProxy.Configuration.Keys;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>Makes of processes as they were written what is run, and checks them against each other.</summary>
internal sealed class ProcessesResolver(HealthTargets targets, Reading reading)
{
    /// <summary>The processes and what concerns them all.</summary>
    /// <param name="written">What was written.</param>
    /// <param name="configFiles">The configuration files, which nothing may overwrite.</param>
    public ProcessesSpec Resolve(WrittenProcesses written, IEnumerable<string> configFiles)
    {
        var spec = written.Settings.ApplyTo(new() { StateDirectory = reading.Paths.Folder(ProcessesSpec.DefaultStateDirectory) });
        var resolver = new ProcessResolver(written.Defaults, spec.StateDirectory, targets, reading);
        CheckDefaults(written.Defaults);
        spec = spec with { All = [.. written.All.Select(resolver.Resolve)] };
        ProcessRules.Check(spec, ProcessPlaces.Written(written.All), configFiles, reading.Problems);
        return spec;
    }

    private void CheckDefaults(Written<ProcessSpec> defaults) => RestartRules.Check(
        defaults.ApplyTo(new() { Id = "", Launch = new() { Command = "", Cwd = "", PidFile = "", Log = new() { File = "" } } }).Restart,
        defaults.PlaceOrNull("maxRestartDelay"), reading.Problems);
}
