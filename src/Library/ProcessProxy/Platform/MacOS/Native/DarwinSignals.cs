using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Platform.MacOS.Native;

/// <summary>The signals of Darwin by name and number. From 7 on, many numbers differ from Linux.</summary>
internal static class DarwinSignals
{
    public const int Kill = 9;
    public const int Cont = 19;
    public const int Chld = 20;

    private static readonly SignalNames Names = new(
        "", "SIGHUP", "SIGINT", "SIGQUIT", "SIGILL", "SIGTRAP", "SIGABRT", "SIGEMT", "SIGFPE", "SIGKILL", "SIGBUS",
        "SIGSEGV", "SIGSYS", "SIGPIPE", "SIGALRM", "SIGTERM", "SIGURG", "SIGSTOP", "SIGTSTP", "SIGCONT", "SIGCHLD",
        "SIGTTIN", "SIGTTOU", "SIGIO", "SIGXCPU", "SIGXFSZ", "SIGVTALRM", "SIGPROF", "SIGWINCH", "SIGINFO", "SIGUSR1", "SIGUSR2");

    /// <inheritdoc cref="SignalNames.Number"/>
    public static int Number(string name) => Names.Number(name);

    /// <inheritdoc cref="SignalNames.Name"/>
    public static string Name(int number) => Names.Name(number);
}
