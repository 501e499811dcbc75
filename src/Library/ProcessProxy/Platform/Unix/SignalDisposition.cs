namespace ProcessProxy.Platform.Unix;

/// <summary>What this process does about a signal before anybody has registered for it: a parent that ignores one passes that on.</summary>
internal static unsafe class SignalDisposition
{
    private const nint Default = 0;
    private const nint Ignore = 1;

    // Larger than the structure of any C library that .NET runs on. Its first field is the handler in all of them.
    private const int ActionSize = 512;

    /// <summary>
    /// Sees that a signal is not ignored. A handler is left alone: it is the runtime's, and without that of SIGCHLD the host's own children would
    /// never seem to end.
    /// </summary>
    /// <returns>Whether it was ignored.</returns>
    public static bool Heed(int signal)
    {
        var action = stackalloc byte[ActionSize];
        if (Libc.SignalAction(signal, null, action) != 0 || *(nint*)action != Ignore)
        {
            return false;
        }

        Libc.Signal(signal, Default);
        return true;
    }
}
