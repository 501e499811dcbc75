using System.Globalization;
using ProcessProxy.Configuration;
using ProcessProxy.Platform.Linux.Cgroups;
using ProcessProxy.Platform.Linux.Files;
using ProcessProxy.Platform.Linux.Proc;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.Linux.Trees;

/// <summary>
/// The evidence that a process is one of our runs, besides the numbers in a file or a mark that anybody can put into an
/// environment: something that only our own user can have given it.
/// </summary>
internal static class RunEvidence
{
    /// <summary>Checks the evidence.</summary>
    /// <param name="identity">The run.</param>
    /// <param name="cgroup">The control group of the run, or null.</param>
    /// <param name="log">The log of the process; null if it is unknown, or is no evidence.</param>
    /// <returns>A clause with the reason why the process is not accepted as the run; null if it is.</returns>
    /// <exception cref="UnprovenRunException">It shows no evidence at all, like a program that has overwritten its environment.</exception>
    public static string? Missing(ProcessIdentity identity, ControlGroup? cgroup, LogSpec? log)
    {
        var mark = ProcFs.ReadMarks(identity.Pid).Run;
        if (mark is not null && mark != identity.Mark)
        {
            return "it carries the mark of another run";
        }

        // The program may have switched its user, or overwritten its environment.
        if (cgroup?.Members().Contains(identity.Pid) == true || (log is { Keep: true } && (Writes(identity.Pid, log.File) || HasPipe(identity.Pid, log))))
        {
            return null;
        }

        return mark is null
            ? throw new UnprovenRunException(
                $"Process {identity.Pid} began when the last run did, but carries no mark of it, is in no control group of it and does not write its log.")
            : IsOurUsers(identity.Pid) ? null
            : "another user runs it";
    }

    /// <summary>
    /// Returns whether our own user started a process. The real user counts: a stranger's process shows another effective one as soon as it
    /// runs a setuid program.
    /// </summary>
    public static bool IsOurUsers(int pid) => ProcFs.ReadRealUser(pid) == Libc.EffectiveUser();

    /// <summary>Returns whether the standard output of a process is a log that only our user may write.</summary>
    private static bool Writes(int pid, string log)
    {
        const string output = "1";
        var open = $"/proc/{pid}/fd/{output}";

        // The log may have been renamed or deleted while the program runs.
        return new FileInfo(open).LinkTarget is { } target
            && (target == log || target.StartsWith(log + ".", StringComparison.Ordinal) || target == log + " (deleted)")
            && LinuxFile.IsWrittenByOwnerAlone(open, Libc.EffectiveUser())
            && ProcFs.ReadField($"/proc/{pid}/fdinfo/{output}", "flags:") is { } flags
            && IsForWriting(flags);
    }

    /// <summary>Returns whether the standard output of a process is its pipe, which only our user may open.</summary>
    private static bool HasPipe(int pid, LogSpec log)
    {
        var open = $"/proc/{pid}/fd/1";
        return log.PipeFile is { } pipe && LinuxOutputPipes.IsNamed(open, pipe) && LinuxFile.IsPrivatePipe(open);
    }

    private static bool IsForWriting(string octal)
    {
        const int access = 3;
        return int.TryParse(octal.AsSpan(octal.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var last) && (last & access) != 0;
    }
}
