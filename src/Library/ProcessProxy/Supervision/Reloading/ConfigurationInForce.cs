using Microsoft.Extensions.Logging;
using ProcessProxy.Configuration;
using ProcessProxy.Configuration.Problems;
using ProcessProxy.Configuration.Resolving;

namespace ProcessProxy.Supervision.Reloading;

/// <summary>
/// The current configuration, the state of its files, and the change from one to the next. If the files cannot be read or applied, only the reported status
/// changes.
/// </summary>
/// <param name="source">The source of the configuration.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log that reports the result of a change.</param>
internal sealed class ConfigurationInForce(IConfigurationSource source, TimeProvider time, ILogger logger)
{
    private readonly SemaphoreSlim changing = new(1, 1);
    private volatile ConfigurationResult read = new(null, []);
    private volatile ConfigurationStatus? status;
    private ServerSpec? atStart;

    /// <summary>Gets the current configuration; null before <see cref="Open"/>.</summary>
    public ServerSpec? Spec { get; private set; }

    /// <summary>Gets the state of the files; null before <see cref="Open"/>.</summary>
    public ConfigurationStatus? Status => status;

    /// <summary>Gets what was last read, with the files at that time, whatever the result was.</summary>
    public ConfigurationResult LastRead => read;

    /// <summary>Reads the configuration and puts it in force.</summary>
    /// <param name="last">What is used instead when it is invalid; null for nothing.</param>
    /// <exception cref="ProcessProxyException"><see cref="ErrorCodes.ConfigurationInvalid"/>, with every problem.</exception>
    public ServerSpec Open(LastConfiguration? last = null)
    {
        ServerSpec opened;
        try
        {
            opened = Valid(Read());
            atStart = opened;
            BeInForce(opened);
        }
        catch (ProcessProxyException invalid) when (last?.Former() is { } former)
        {
            opened = former;
            atStart = opened;
            BeInForce(opened);
            Log.LastConfigurationUsed(logger);
            Reject(invalid);
        }

        foreach (var warning in KeyExposure.Warnings(opened))
        {
            Log.KeyExposed(logger, warning);
        }

        return opened;
    }

    /// <summary>Returns what applying the current files would do.</summary>
    /// <param name="asItIs">Adjusts an action to the current state of its process, and gets the updated configuration.</param>
    /// <exception cref="ProcessProxyException">They cannot be applied.</exception>
    public IReadOnlyList<PlannedChange> Plan(Func<ReloadAction, ProcessesSpec, ReloadAction> asItIs)
    {
        var changed = Valid(Load());
        RefuseWhatNeedsARestart(changed);
        return RoutePlan.Plan(Spec!, changed, atStart!, asItIs);
    }

    /// <summary>Reads the files and applies the difference. Changes are made one after another.</summary>
    /// <param name="apply">Makes the change; if it throws, the old configuration stays in force.</param>
    /// <exception cref="ProcessProxyException">The files cannot be applied.</exception>
    public async Task<IReadOnlyList<ReloadAction>> ReloadAsync(Func<ServerSpec, ServerSpec, Task<IReadOnlyList<ReloadAction>>> apply)
    {
        await changing.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            var changed = Valid(Read());
            RefuseWhatNeedsARestart(changed);
            var kept = RoutePlan.NeedingARestart(atStart!, changed);
            var actions = await apply(Spec!, changed).ConfigureAwait(false);
            BeInForce(changed);
            if (kept.Count > 0)
            {
                Log.KeptUntilRestart(logger, string.Join(", ", kept));
            }

            foreach (var action in actions.Where(action => action.Action != ReloadActionKind.None))
            {
                Log.Reloaded(logger, action.Id, action.Action, action.Outcome);
            }

            return actions;
        }
        catch (Exception refused) when (refused is not ProcessProxyException { Code: ErrorCodes.ShuttingDown })
        {
            Reject(refused);
            throw;
        }
        finally
        {
            changing.Release();
        }
    }

    /// <summary>Handles that the files have changed: whether they can be applied is known when they have not changed for a while.</summary>
    public void Notice() => Tell(ConfigurationState.Changed, []);

    /// <summary>Reports the state of files that are not applied automatically.</summary>
    public async Task LookAsync()
    {
        await changing.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            var found = Valid(Read());
            RefuseWhatNeedsARestart(found);
            Tell(found == Spec ? ConfigurationState.Current : ConfigurationState.Changed, []);
        }
        catch (ProcessProxyException refused)
        {
            Reject(refused);
        }
        finally
        {
            changing.Release();
        }
    }

    private static ServerSpec Valid(ConfigurationResult loaded)
    {
        var (checkedSpec, found) = loaded.Spec is { } foreign && !ReferenceEquals(foreign, loaded.Checked) ? SpecRules.Check(foreign) : (loaded.Spec, []);
        IReadOnlyList<ConfigurationProblem> problems = [.. loaded.Problems, .. found];
        return problems.Count == 0 && checkedSpec is { } spec ? spec : throw new ProcessProxyException(
            ErrorCodes.ConfigurationInvalid, $"The configuration has {problems.Count} problem{(problems.Count == 1 ? "" : "s")}.") { Problems = problems };
    }

    private ConfigurationResult Read()
    {
        var loaded = Load();
        read = loaded;
        return loaded;
    }

    /// <summary>Reads the source, which may be of others: what they leave out is an error of theirs that is named.</summary>
    private ConfigurationResult Load()
    {
        var loaded = source.Load();
        var mistake = loaded is null ? "returned null"
            : loaded.Problems is null ? "returned a result whose Problems are null"
            : loaded.Files is null ? "returned a result whose Files are null"
            : loaded is { Spec: null, Problems.Count: 0 } ? "returned neither a configuration nor a problem"
            : null;
        return mistake is null ? loaded! : throw new ProcessProxyException(ErrorCodes.ConfigurationInvalid, $"The source of the configuration {mistake}.");
    }

    private void RefuseWhatNeedsARestart(ServerSpec changed)
    {
        if (changed.Processes.StateDirectory != Spec!.Processes.StateDirectory)
        {
            const string Key = "settings.pidManagement.defaultPidDir";
            var sentence = $"{Key} cannot change while the server runs: restart the server.";
            throw new ProcessProxyException(ErrorCodes.Conflict, sentence)
            {
                Problems = [new(changed.ConfigFile, 1, 1, ProblemCodes.NotWhileRunning, Key, sentence)],
            };
        }
    }

    private void BeInForce(ServerSpec spec)
    {
        Spec = spec;
        var now = time.GetUtcNow();
        status = new ConfigurationStatus(spec.ConfigFile, now, ConfigurationState.Current, now, [], spec.Reload)
        {
            NeedsRestart = RoutePlan.NeedingARestart(atStart!, spec),
        };
    }

    private void Reject(Exception refused)
    {
        IReadOnlyList<ConfigurationProblem> problems = refused is ProcessProxyException { Problems: { Count: > 0 } found }
            ? found
            : [new(Spec!.ConfigFile, 1, 1, ProblemCodes.NotApplied, "", refused.Message)];
        if (status!.State == ConfigurationState.Invalid && status.Problems.SequenceEqual(problems))
        {
            return;
        }

        Log.ConfigurationRejected(logger, problems.Count);
        foreach (var problem in problems)
        {
            Log.ConfigurationProblem(logger, problem);
        }

        Tell(ConfigurationState.Invalid, problems);
    }

    private void Tell(ConfigurationState state, IReadOnlyList<ConfigurationProblem> problems) => status = status! with
    {
        State = state,
        Since = status.State == state ? status.Since : time.GetUtcNow(),
        Problems = problems,
    };
}
