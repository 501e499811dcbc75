using System.Diagnostics;

namespace ProcessProxy.Platform;

/// <summary>
/// A named place where a test build dies on demand, as if by kill -9: <c>PROCESSPROXY_FAILPOINT=name</c>. Calls are
/// compiled only where FAILPOINTS is defined, so a release build has none.
/// </summary>
internal static class FailPoint
{
    private static readonly string? Armed = Environment.GetEnvironmentVariable("PROCESSPROXY_FAILPOINT");

    [Conditional("FAILPOINTS")]
    public static void Hit(string name)
    {
        if (Armed == name && OperatingSystem.IsLinux())
        {
            Unix.Libc.Kill(Environment.ProcessId, Unix.Signals.Kill);
        }
    }
}
