namespace ProcessProxy.Platform.Unix;

/// <summary>The signal that says that a child ended.</summary>
internal static unsafe class ChildSignal
{
    private const nint Default = 0;
    private const nint Ignore = 1;

    // Larger than the structure of any C library that .NET runs on. Its first field is the handler in all of them.
    private const int ActionSize = 512;

    /// <summary>
    /// Sees that the signal is not ignored: a parent that ignored it passed that on, and the kernel would throw exit codes away.
    /// A handler is left alone. It is the runtime's, and without it the host's own children would never seem to end.
    /// </summary>
    public static void Heed(int signal)
    {
        var action = stackalloc byte[ActionSize];
        if (Libc.SignalAction(signal, null, action) == 0 && *(nint*)action == Ignore)
        {
            Libc.Signal(signal, Default);
        }
    }
}
