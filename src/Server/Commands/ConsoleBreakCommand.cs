using System.Globalization;
using System.Runtime.Versioning;
using ProcessProxy.Platform.Windows.Processes;

namespace ProcessProxy.Server.Commands;

/// <summary>
/// The command that a second process of a Windows server with a console executes: it sends Ctrl+Break to the console of a
/// program. Not for users, and therefore not in the help.
/// </summary>
[SupportedOSPlatform("windows")]
internal static class ConsoleBreakCommand
{
    public static bool IsMeant(string[] args) => args.Length > 1 && args[0] == ConsoleBreak.Command;

    public static int Run(string[] args)
    {
        var pids = args.Skip(1).Select(pid => int.TryParse(pid, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).ToList();

        // Group 0 would be everybody on the console.
        return pids.TrueForAll(pid => pid > 0) && ConsoleBreak.Send(pids[0], pids) ? ExitCode.Success : ExitCode.Failure;
    }
}
