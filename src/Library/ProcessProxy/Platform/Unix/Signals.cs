namespace ProcessProxy.Platform.Unix;

/// <summary>The signals of Linux by name and number.</summary>
internal static class Signals
{
    public const int Kill = 9;
    public const int Chld = 17;
    public const int Cont = 18;

    private static readonly string[] Names =
    [
        "", "SIGHUP", "SIGINT", "SIGQUIT", "SIGILL", "SIGTRAP", "SIGABRT", "SIGBUS", "SIGFPE", "SIGKILL", "SIGUSR1",
        "SIGSEGV", "SIGUSR2", "SIGPIPE", "SIGALRM", "SIGTERM", "SIGSTKFLT", "SIGCHLD", "SIGCONT", "SIGSTOP", "SIGTSTP",
        "SIGTTIN", "SIGTTOU", "SIGURG", "SIGXCPU", "SIGXFSZ", "SIGVTALRM", "SIGPROF", "SIGWINCH", "SIGIO", "SIGPWR", "SIGSYS",
    ];

    /// <summary>The number of a name; throws for a name that is none, which the configuration has ruled out.</summary>
    public static int Number(string name) =>
        Array.IndexOf(Names, name) is > 0 and var number ? number : throw new ArgumentOutOfRangeException(nameof(name), name, "No such signal.");

    /// <summary>The name of a number; <c>signal 34</c> for one without a name of its own.</summary>
    public static string Name(int number) => number > 0 && number < Names.Length ? Names[number] : $"signal {number}";
}
