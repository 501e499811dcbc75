using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Extensions.Logging.Abstractions;
using ProcessProxy.Configuration;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Windows.Files;

namespace ProcessProxy.Platform.Windows.Processes;

/// <summary>
/// Sends Ctrl+Break to the console of a program: the only way on Windows to ask a console program to end. Only a process
/// on that console can send it, and a process has one console: a server with its own console uses another process.
/// </summary>
[SupportedOSPlatform("windows")]
internal static partial class ConsoleBreak
{
    /// <summary>The command with which the server's own executable is this other process.</summary>
    public const string Command = "console-break";

    private const uint Break = 1;
    private const string Server = "processproxy";
    private static readonly TimeSpan HelperPatience = TimeSpan.FromSeconds(5);
    private static readonly Lock Gate = new();

    /// <summary>Asks a console group to end.</summary>
    /// <param name="group">The number of the group, which is the pid of its first process.</param>
    /// <param name="members">The processes that may be on the console.</param>
    /// <param name="time">The clock.</param>
    /// <returns>True if it was asked. If not, waiting is pointless.</returns>
    public static async Task<bool> SendAsync(int group, IReadOnlyList<int> members, TimeProvider time) =>
        HasConsole() ? await SendByHelperAsync(group, members, time).ConfigureAwait(false) : Send(group, members);

    /// <summary>Leaves our console, if any, and sends from theirs. This is what the helper does.</summary>
    /// <returns>True if the group was asked.</returns>
    public static bool Send(int group, IReadOnlyList<int> members)
    {
        // The console belongs to the process: one at a time.
        lock (Gate)
        {
            FreeConsole();
            if (!AttachConsole(group) && !members.Any(AttachConsole))
            {
                return false;
            }

            try
            {
                return GenerateConsoleCtrlEvent(Break, group);
            }
            finally
            {
                FreeConsole();
            }
        }
    }

    private static async Task<bool> SendByHelperAsync(int group, IReadOnlyList<int> members, TimeProvider time)
    {
        if (Assembly.GetEntryAssembly() is not { } entry || entry.GetName().Name != Server || Environment.ProcessPath is not { } program)
        {
            // Embedded in another program, which does not have this command.
            return false;
        }

        var isHost = !Path.GetFileNameWithoutExtension(program).Equals(Server, StringComparison.OrdinalIgnoreCase);
        var numbers = members.Prepend(group).Select(pid => pid.ToString(CultureInfo.InvariantCulture));
        string[] arguments = [.. isHost ? [Path.Combine(AppContext.BaseDirectory, Server + ".dll")] : Array.Empty<string>(), Command, .. numbers];
        var environment = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["SystemRoot"] = Environment.GetFolderPath(Environment.SpecialFolder.Windows) };
        var nowhere = new LogSpec { File = "", Keep = false, MaxSize = 0, MaxFiles = 0 };
        using var output = OutputHandles.Open(nowhere);

        // The helper ends with its job, whatever it is doing.
        var job = JobObject.Create($"break-{Guid.NewGuid():N}", outerMark: null);
        var (process, thread, pid) = ProgramStart.Start(program, arguments, environment, AppContext.BaseDirectory, output, job);
        using var helper = new ChildProcess(process, job, new ProcessIdentity("", pid, 0, 0, ""), TimeSpan.Zero, thread, new TreeEnder(time), NullLogger.Instance);
        helper.Recorded();
        try
        {
            return (await helper.Ended.WaitAsync(HelperPatience, time).ConfigureAwait(false)).Code == 0;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private static bool HasConsole() => GetConsoleProcessList(out _, 1) != 0;

    [LibraryImport("kernel32", SetLastError = true)]
    private static partial uint GetConsoleProcessList(out uint first, uint count);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool AttachConsole(int pid);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool FreeConsole();

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GenerateConsoleCtrlEvent(uint kind, int group);
}
