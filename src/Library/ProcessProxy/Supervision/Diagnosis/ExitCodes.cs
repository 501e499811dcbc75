using System.Globalization;

namespace ProcessProxy.Supervision.Diagnosis;

/// <summary>Explains exit codes and signals whose meaning is certain.</summary>
internal static class ExitCodes
{
    private const int ShellSignals = 128;

    private static readonly Dictionary<int, string> OfWindows = new()
    {
        [unchecked((int)0xE0434352)] = "an unhandled .NET exception",
        [unchecked((int)0x80131623)] = ".NET ended itself (Environment.FailFast)",
        [unchecked((int)0xC0000005)] = "an access violation",
        [unchecked((int)0xC0000017)] = "out of memory",
        [unchecked((int)0xC000001D)] = "an illegal instruction",
        [unchecked((int)0xC0000094)] = "a division by zero",
        [unchecked((int)0xC00000FD)] = "a stack overflow",
        [unchecked((int)0xC0000135)] = "a library it needs was not found",
        [unchecked((int)0xC0000139)] = "a library it needs is of another version",
        [unchecked((int)0xC000013A)] = "Ctrl+C or the end of its console",
        [unchecked((int)0xC0000142)] = "a library it needs could not be set up",
        [unchecked((int)0xC0000409)] = "it ended itself at once because of a fault (fail fast)",
    };

    private static readonly Dictionary<int, string> OfNode = new()
    {
        [1] = "Node.js: an exception that nothing caught",
        [7] = "Node.js: the handler of uncaught exceptions failed itself",
        [9] = "Node.js: an argument that it does not know",
        [13] = "Node.js: an await at the top level that never ended",
    };

    private static readonly Dictionary<string, string> Faults = new(StringComparer.Ordinal)
    {
        ["SIGSEGV"] = "segmentation fault",
        ["SIGABRT"] = "it aborted itself",
        ["SIGBUS"] = "bus error",
        ["SIGFPE"] = "arithmetic error",
        ["SIGILL"] = "illegal instruction",
        ["SIGSYS"] = "a system call that is not allowed",
        ["SIGTRAP"] = "trap",
        ["SIGPIPE"] = "it wrote to a pipe that nobody reads",
        ["SIGXCPU"] = "its limit of processor time was reached",
        ["SIGXFSZ"] = "its limit of file size was reached",
    };

    /// <summary>Returns the meaning of a signal that an error of the program itself raises, or null for a signal that somebody sends.</summary>
    public static string? Fault(string signal) => Faults.GetValueOrDefault(signal);

    /// <summary>Returns the number of the signal that a shell reports as this exit code, or null for other codes.</summary>
    public static int? ShellSignal(int? code) => code is > ShellSignals and <= ShellSignals + 31 ? code - ShellSignals : null;

    /// <summary>Returns the meaning of an exit code, or null if it is unknown.</summary>
    /// <param name="code">The code.</param>
    /// <param name="command">The program.</param>
    /// <param name="signalName">Returns the name of a signal by its number.</param>
    public static string? Meaning(int code, string command, Func<int, string> signalName) => code switch
    {
        0 => "no error",
        126 => "what it was to run cannot be executed, by the convention of shells",
        127 => "what it was to run was not found, by the convention of shells",
        _ when OfWindows.TryGetValue(code, out var words) => $"0x{code.ToString("X8", CultureInfo.InvariantCulture)}: {words}",
        _ when ShellSignal(code) is { } signal => $"128 + {signal}: something it ran was ended by {signalName(signal)}, by the convention of shells",
        _ when Path.GetFileNameWithoutExtension(command) is "node" or "nodejs" => OfNode.GetValueOrDefault(code),
        _ => null,
    };
}
