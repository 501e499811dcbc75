using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Server.Printing;

/// <summary>Who reads the standard output.</summary>
internal static class OutputReader
{
    private const int StandardOutput = 1;

    /// <summary>How long a reader may have been gone before that is noticed.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>Whether nobody can read any more what is printed: <c>processproxy logs web -f | head</c>. Not known on Windows.</summary>
    public static bool HasGone => !OperatingSystem.IsWindows() && Pipe.HasLostReader(StandardOutput);

    /// <summary>Waits until the reader has gone. A command that prints nothing for a while would not notice.</summary>
    public static async Task WaitUntilGoneAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, TimeProvider.System);
        while (!HasGone)
        {
            await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
