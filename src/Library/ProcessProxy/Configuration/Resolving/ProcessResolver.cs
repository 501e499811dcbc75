using ProcessProxy.Configuration.Keys;
using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>Completes a written process: own keys win over settings, and settings over defaults.</summary>
/// <param name="defaults">The values that replace defaults of each process.</param>
/// <param name="stateDirectory">The folder of PID files without their own folder.</param>
/// <param name="targets">The addresses of processes.</param>
/// <param name="reading">The context for reading values.</param>
internal sealed class ProcessResolver(Written<ProcessSpec> defaults, string stateDirectory, HealthTargets targets, Reading reading)
{
    /// <summary>Returns the process, with the default for each invalid value, which is reported.</summary>
    public ProcessSpec Resolve(WrittenProcess process)
    {
        var spec = process.Keys.ApplyTo(WithDefaults(process));
        if (!process.Keys.Has("command"))
        {
            reading.Problems.Add(process.Place, ProblemCodes.MissingKey, $"The process '{process.Id}' has no 'command'.");
        }
        else if (ProgramName.Mistake(spec.Launch.Command, spec.Launch) is { } mistake)
        {
            reading.Problems.Add(process.Keys.PlaceOf("command"), ProblemCodes.CommandLine, mistake);
        }

        CheckCommand(process, "preStart", spec.PreStart?.Command, spec.Launch);
        CheckCommand(process, "stopCommand", spec.Stop.Command, spec.Launch);
        CheckSchedule(process, spec);
        spec = InstanceRules.Resolve(spec, process.Keys, reading.Problems);
        return spec with
        {
            Restart = RestartRules.Resolve(spec.Restart, process.Keys, defaults, reading.Problems),
            HealthCheck = process.IsJob ? null : HealthChecks.Resolve(spec, process.Keys, targets, reading.Problems),
        };
    }

    private ProcessSpec WithDefaults(WrittenProcess process)
    {
        var spec = new ProcessSpec
        {
            Id = process.Id,
            Name = process.Id,
            Launch = new()
            {
                Command = "",
                Cwd = reading.Paths.ProjectDirectory,
                PidFile = Path.Combine(stateDirectory, process.Id + ".pid"),
                Log = new()
                {
                    File = Path.Combine(reading.Paths.Folder(LogSpec.DefaultDirectory), process.Id + ".log"),
                    PipeFile = LogSpec.PipeFileOf(stateDirectory, process.Id),
                },
            },
        };
        spec = defaults.ApplyTo(spec);

        // A job is expected to run once each time, whatever settings say about services; more must be requested.
        return process.IsJob ? spec.Restarting(restart => restart with { OnExit = RestartCondition.Never }) : spec;
    }

    /// <summary>Checks a command that runs beside the program.</summary>
    private void CheckCommand(WrittenProcess process, string section, CommandSpec? command, LaunchSpec launch)
    {
        var key = section + ".command";
        if (command is null)
        {
            return;
        }

        if (!process.Keys.Has(key))
        {
            reading.Problems.Add(process.Keys.PlaceOf(section), ProblemCodes.MissingKey, $"The {section} of '{process.Id}' has no 'command'.");
        }
        else if (ProgramName.Mistake(command.Command, launch) is { } mistake)
        {
            reading.Problems.Add(process.Keys.PlaceOf(key), ProblemCodes.CommandLine, mistake);
        }
    }

    private void CheckSchedule(WrittenProcess process, ProcessSpec spec)
    {
        if (!process.IsJob)
        {
            return;
        }

        if (process.Keys.IsSet("schedule") && !process.Keys.Has("schedule.cron"))
        {
            reading.Problems.Add(process.Keys.PlaceOf("schedule"), ProblemCodes.MissingKey, $"The schedule of '{process.Id}' has no 'cron'.");
        }

        if (process.Keys.Has("healthCheck.enabled") && spec.HealthCheck?.Enabled == true)
        {
            reading.Problems.Add(process.Keys.PlaceOf("healthCheck.enabled"), ProblemCodes.Contradiction,
                $"'{process.Id}' has a schedule and cannot have a health check: its exit code tells whether a run succeeded.");
        }
    }
}
