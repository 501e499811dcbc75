using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Server.Printing;

/// <summary>The reader of standard output.</summary>
internal static class OutputReader
{
    private const int StandardOutput = 1;

    /// <summary>The longest time until the end of a reader is noticed.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>Gets whether nobody can read the output anymore: <c>processproxy logs web -f | head</c>. Unknown on Windows.</summary>
    public static bool HasGone => !OperatingSystem.IsWindows() && Pipe.HasLostReader(StandardOutput);

    /// <summary>Waits until the reader has ended. A command that prints nothing for a while would not notice.</summary>
    public static async Task WaitUntilGoneAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, TimeProvider.System);
        while (!HasGone)
        {
            await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
