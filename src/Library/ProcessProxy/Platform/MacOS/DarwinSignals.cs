namespace ProcessProxy.Platform.MacOS;

/// <summary>The signals of Darwin by name and number. From 7 on many have other numbers than on Linux.</summary>
internal static class DarwinSignals
{
    public const int Kill = 9;
    public const int Cont = 19;
    public const int Chld = 20;

    private static readonly string[] Names =
    [
        "", "SIGHUP", "SIGINT", "SIGQUIT", "SIGILL", "SIGTRAP", "SIGABRT", "SIGEMT", "SIGFPE", "SIGKILL", "SIGBUS",
        "SIGSEGV", "SIGSYS", "SIGPIPE", "SIGALRM", "SIGTERM", "SIGURG", "SIGSTOP", "SIGTSTP", "SIGCONT", "SIGCHLD",
        "SIGTTIN", "SIGTTOU", "SIGIO", "SIGXCPU", "SIGXFSZ", "SIGVTALRM", "SIGPROF", "SIGWINCH", "SIGINFO", "SIGUSR1", "SIGUSR2",
    ];

    /// <summary>The number of a name; throws for a name that is none, which the configuration has ruled out.</summary>
    public static int Number(string name) =>
        Array.IndexOf(Names, name) is > 0 and var number ? number : throw new ArgumentOutOfRangeException(nameof(name), name, "No such signal.");

    /// <summary>The name of a number; <c>signal 34</c> for one without a name.</summary>
    public static string Name(int number) => number > 0 && number < Names.Length ? Names[number] : $"signal {number}";
}
