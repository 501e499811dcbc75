namespace ProcessProxy.Platform.Processes;

/// <summary>The signals of Linux by name and number.</summary>
internal static class Signals
{
    public const int Kill = 9;
    public const int Chld = 17;
    public const int Cont = 18;

    private static readonly SignalNames Names = new(
        "", "SIGHUP", "SIGINT", "SIGQUIT", "SIGILL", "SIGTRAP", "SIGABRT", "SIGBUS", "SIGFPE", "SIGKILL", "SIGUSR1",
        "SIGSEGV", "SIGUSR2", "SIGPIPE", "SIGALRM", "SIGTERM", "SIGSTKFLT", "SIGCHLD", "SIGCONT", "SIGSTOP", "SIGTSTP",
        "SIGTTIN", "SIGTTOU", "SIGURG", "SIGXCPU", "SIGXFSZ", "SIGVTALRM", "SIGPROF", "SIGWINCH", "SIGIO", "SIGPWR", "SIGSYS");

    /// <inheritdoc cref="SignalNames.Number"/>
    public static int Number(string name) => Names.Number(name);

    /// <inheritdoc cref="SignalNames.Name"/>
    public static string Name(int number) => Names.Name(number);
}
