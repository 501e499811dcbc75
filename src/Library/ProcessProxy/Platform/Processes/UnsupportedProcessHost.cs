using ProcessProxy.Configuration;

namespace ProcessProxy.Platform.Processes;

/// <summary>A system without support for supervision: every launch fails with a message. The proxy works anyway.</summary>
internal sealed class UnsupportedProcessHost(string system) : IProcessHost
{
    public string BootId => "";

    public IChildProcess Launch(LaunchRequest request) =>
        throw new LaunchException($"ProcessProxy does not supervise programs on {system} yet.");

    public IChildProcess? Adopt(ProcessIdentity identity, LogSpec? log = null) => null;

    public IChildProcess? FindByMark(string mark) => null;

    public IChildProcess? FindByLog(string id, LogSpec log) => null;

    public Task<IReadOnlyList<string>> EndLeftoversAsync(ProcessIdentity identity, EndTreeRequest request, CancellationToken hurry) =>
        Task.FromResult<IReadOnlyList<string>>([]);

    public bool IsOutputHeld(LogSpec log) => false;

    public int SignalNumber(string name) => 0;

    public string SignalName(int number) => $"signal {number}";

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
