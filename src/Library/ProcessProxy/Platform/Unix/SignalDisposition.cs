namespace ProcessProxy.Platform.Unix;

/// <summary>The disposition of a signal before anybody has registered for it: a parent that ignores a signal passes that on.</summary>
internal static unsafe class SignalDisposition
{
    private const nint Default = 0;
    private const nint Ignore = 1;

    // Larger than the structure of any C library that .NET runs on. Its first field is the handler in all of them.
    private const int ActionSize = 512;

    /// <summary>
    /// Ensures that a signal is not ignored. A handler is left alone: it is the runtime's, and without that of SIGCHLD the host's own children would
    /// never appear to exit.
    /// </summary>
    /// <returns>True if it was ignored.</returns>
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
