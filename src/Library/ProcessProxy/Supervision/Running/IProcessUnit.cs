using ProcessProxy.Configuration;
using ProcessProxy.Logs;

namespace ProcessProxy.Supervision.Running;

/// <summary>A process as it is commanded and configured: one runner, or a group of them.</summary>
internal interface IProcessUnit : IAsyncDisposable
{
    string Id { get; }

    /// <summary>Gets the current configuration.</summary>
    ProcessSpec Spec { get; }

    /// <summary>Gets the runners, in order of the instances.</summary>
    IReadOnlyList<ProcessRunner> Runners { get; }

    /// <summary>Gets the names under which the states of its programs are kept, also of those that do not serve.</summary>
    IReadOnlyList<string> Keys { get; }

    /// <summary>Gets the logs of the programs that serve, in order of the instances.</summary>
    IReadOnlyList<LogSource> Logs { get; }

    /// <summary>Completes when it is known what an earlier server left behind.</summary>
    Task Recovered { get; }

    /// <summary>Sends a command and waits until it is complete.</summary>
    Task<ProcessInfo> CommandAsync(CommandKind kind, string by, CancellationToken cancellationToken);

    /// <summary>Stops the process for a reason of the server, which the next server does not respect.</summary>
    Task StopAsync(string by, CancellationToken cancellationToken);

    /// <summary>Waits until the process is at rest, running, or waiting for others.</summary>
    Task SettledAsync(CancellationToken cancellationToken);

    /// <summary>Puts a new configuration in force, and waits for the result.</summary>
    /// <param name="process">The configuration.</param>
    /// <param name="action">What it requires.</param>
    /// <param name="by">The origin, in words.</param>
    /// <returns>Why it did not succeed, as the rest of a sentence; null if it did.</returns>
    Task<string?> ChangeAsync(ProcessSpec process, ReloadActionKind action, string by);

    /// <summary>Ends the wait of <see cref="ChangeAsync"/> for what takes long: a newer change, or the end of the server, is about to come.</summary>
    void YieldToNewer();

    /// <summary>Writes all records of the process again, because they are gone.</summary>
    Task KeepAnewAsync();

    /// <summary>Makes every stop, in progress or later, kill immediately.</summary>
    Task HurryAsync();

    /// <summary>Removes all records of the process, which has ended.</summary>
    void Forget();
}
