using ProcessProxy.Supervision.Machine;
using ProcessProxy.Supervision.Services;

namespace ProcessProxy.Supervision.Running;

/// <summary>Shows a process with one program as it is.</summary>
internal sealed class FeedSink(string id, RunnerServices services) : IRunnerSink
{
    /// <inheritdoc/>
    public void Publish(RunnerNews news) => services.Feed.Publish(news.Info, news.State, news.IsKnown, news.Spec.IsOneShot);

    /// <inheritdoc/>
    public void AskForReplacement(string why) => throw new InvalidOperationException($"{id} cannot have a second program beside the one that runs.");

    /// <inheritdoc/>
    public Task BecomeQuietAsync(ProcessState state, CancellationToken hurry) =>
        services.BeforeStop is { } quiet ? OrderlyStop.BecomeQuietAsync(id, token => quiet(id, token), state, services, hurry) : Task.CompletedTask;
}
