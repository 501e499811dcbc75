using ProcessProxy.Configuration.Keys;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>Completes written processes, and checks them against each other.</summary>
internal sealed class ProcessesResolver(HealthTargets targets, Reading reading)
{
    /// <summary>Returns the processes and their common settings.</summary>
    /// <param name="written">The written values.</param>
    /// <param name="configFiles">The configuration files, which nothing may overwrite.</param>
    public ProcessesSpec Resolve(WrittenProcesses written, IEnumerable<string> configFiles)
    {
        var spec = written.Settings.ApplyTo(new() { StateDirectory = reading.Paths.Folder(ProcessesSpec.DefaultStateDirectory) });
        var resolver = new ProcessResolver(written.Defaults, spec.StateDirectory, targets, reading);
        CheckDefaults(written.Defaults);
        spec = spec with { All = [.. written.All.Select(resolver.Resolve)] };
        ProcessRules.Check(spec, targets, ProcessPlaces.Written(written.All), configFiles, reading.Problems);
        return spec;
    }

    private void CheckDefaults(Written<ProcessSpec> defaults) => RestartRules.Check(
        defaults.ApplyTo(new() { Id = "", Launch = new() { Command = "", Cwd = "", PidFile = "", Log = new() { File = "" } } }).Restart,
        defaults.PlaceOrNull("maxRestartDelay"), reading.Problems);
}
