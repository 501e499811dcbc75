using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Tests.Supervision;

/// <summary>A program that exists only here: it ends when a test says so, and so does its tree.</summary>
internal sealed class FakeChild(ProcessIdentity identity, TimeSpan age = default) : IChildProcess
{
    private readonly TaskCompletionSource<ProcessEnd> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ProcessIdentity Identity => identity;

    public TimeSpan AgeAtStart => age;

    public Task<ProcessEnd> Ended => ended.Task;

    /// <summary>Whether anything of its tree is alive.</summary>
    public bool IsTreeAlive { get; private set; } = true;

    public bool IsDisposed { get; private set; }

    /// <summary>What the end of the tree waits for.</summary>
    public Task TreeTakes { get; set; } = Task.CompletedTask;

    /// <summary>What cannot be ended.</summary>
    public IReadOnlyList<string> Survivors { get; set; } = [];

    /// <summary>How it was asked to end, each time.</summary>
    public List<EndTreeRequest> EndRequests { get; } = [];

    /// <summary>Whether it was killed because there was no time left.</summary>
    public bool WasHurried { get; private set; }

    /// <summary>Lets the program end by itself; what it started lives on.</summary>
    public void Exit(int? code = 1, int? signal = null) => ended.TrySetResult(new ProcessEnd(code, signal));

    public async Task<IReadOnlyList<string>> EndTreeAsync(EndTreeRequest request, CancellationToken hurry)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        EndRequests.Add(request);
        try
        {
            await TreeTakes.WaitAsync(hurry);
        }
        catch (OperationCanceledException)
        {
            // Then the kill comes at once.
            WasHurried = true;
        }

        if (Survivors.Count == 0)
        {
            IsTreeAlive = false;
            ended.TrySetResult(new ProcessEnd(null, request.Signal));
        }

        return Survivors;
    }

    public void Dispose() => IsDisposed = true;
}
