using System.Diagnostics;
using System.Globalization;
using ProcessProxy.Benchmarks.Measuring;

namespace ProcessProxy.Benchmarks.Proxy;

/// <summary>The backend that everybody forwards to. Disposing ends it.</summary>
internal sealed class BackendProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly TaskCompletionSource<int> port = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process process;

    public BackendProcess(string mark, string folder) => process = Launcher.Start(mark, Program, [], folder, line: text =>
    {
        if (text.StartsWith("listens ", StringComparison.Ordinal))
        {
            port.TrySetResult(int.Parse(text.AsSpan(text.LastIndexOf(':') + 1), CultureInfo.InvariantCulture));
        }
    });

    public static string Program { get; } = Path.GetFullPath(
        Path.Combine(AppContext.BaseDirectory, "../../../proxy/Backend/bin/Release/net10.0/Backend"));

    /// <summary>Gets the addresses the server listens on.</summary>
    public Task<int> PortAsync() => port.Task.WaitAsync(Patience);

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }
}
