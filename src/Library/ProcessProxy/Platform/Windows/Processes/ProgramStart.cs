using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Windows.Files;
using ProcessProxy.Platform.Windows.Native;
using ProcessProxy.Platform.Windows.Programs;

namespace ProcessProxy.Platform.Windows.Processes;

/// <summary>A program that was started and has not executed its first instruction.</summary>
/// <param name="Process">The process.</param>
/// <param name="Thread">Its only thread, which must be resumed.</param>
/// <param name="Pid">Its number.</param>
[SupportedOSPlatform("windows")]
internal readonly record struct StartedProgram(KernelHandle Process, KernelHandle Thread, int Pid);

/// <summary>Starts a program with CreateProcess: suspended, in its job, with an invisible console and only the intended handles.</summary>
[SupportedOSPlatform("windows")]
internal static unsafe class ProgramStart
{
    private const uint Flags = NativeStart.Suspended | NativeStart.NewProcessGroup | NativeStart.UnicodeEnvironment
        | NativeStart.ExtendedStartupInfo | NativeStart.NoWindow;

    // If our own job would take its children with it and allows them to leave, they leave.
    private static readonly uint Breakaway = MayBreakAway() ? NativeStart.BreakawayFromJob : 0;

    /// <summary>Starts it.</summary>
    /// <param name="file">The absolute path of the program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Its environment.</param>
    /// <param name="cwd">Its working directory.</param>
    /// <param name="output">The handles it inherits.</param>
    /// <param name="job">Its job.</param>
    /// <exception cref="LaunchException">It cannot be started.</exception>
    public static StartedProgram Start(
        string file, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, string cwd, OutputHandles output, JobObject job)
    {
        var isBatch = BatchCommandLine.IsBatch(file);
        if (isBatch)
        {
            BatchCommandLine.CheckFolder(cwd);
        }

        var program = isBatch ? Path.Combine(Environment.SystemDirectory, "cmd.exe") : file;

        // CreateProcess writes to its command line.
        var line = (isBatch ? BatchCommandLine.Of(file, arguments) : CommandLine.Of(file, arguments)).ToCharArray().Append('\0').ToArray();
        var block = EnvironmentBlock.Of(environment);
        var (input, standard, error) = (output.Input.DangerousGetHandle(), output.Output.DangerousGetHandle(), output.Error.DangerousGetHandle());
        Span<nint> inherited = [input, standard, error];
        using var attributes = new AttributeList(standard == error ? inherited[..2] : inherited, job.Handles);
        var startup = new NativeStart.StartupInfo
        {
            Size = (uint)sizeof(NativeStart.StartupInfo),
            Flags = NativeStart.UseStandardHandles,
            Input = input,
            Output = standard,
            Error = error,
            Attributes = attributes.Pointer,
        };
        fixed (char* commandLine = line)
        fixed (char* variables = block)
        {
            return NativeStart.CreateProcess(program, commandLine, null, null, true, Flags | Breakaway, variables, cwd, &startup, out var started)
                ? new StartedProgram(new KernelHandle(started.Process), new KernelHandle(started.Thread), started.Pid)
                : throw new LaunchException(Describe(file, cwd, Marshal.GetLastPInvokeError()), FaultOf(Marshal.GetLastPInvokeError()));
        }
    }

    private static string Describe(string file, string cwd, int error) => error switch
    {
        SystemError.BadExecutable => $"The program {file} is not one that this Windows can run.",
        SystemError.AccessDenied => $"The program {file} may not be started by this user.",
        SystemError.ElevationRequired => $"The program {file} asks for the rights of an administrator, which this server does not have.",
        SystemError.BadFolder => $"Its working directory {cwd} may not be entered by this user.",
        _ => $"The program {file} could not be started: {SystemError.Describe(error)}.",
    };

    private static LaunchFault FaultOf(int error) => error switch
    {
        SystemError.BadExecutable or SystemError.AccessDenied or SystemError.ElevationRequired => LaunchFault.NotExecutable,
        SystemError.BadFolder => LaunchFault.WorkingDirectory,
        _ => LaunchFault.Other,
    };

    private static bool MayBreakAway()
    {
        NativeJob.LimitInformation limits;
        return NativeJob.Contains(new KernelHandle(-1), new KernelHandle(), out var inJob) && inJob
            && NativeJob.Ask(new KernelHandle(), NativeJob.ExtendedLimits, &limits, (uint)sizeof(NativeJob.LimitInformation), null)
            && (limits.Flags & NativeJob.BreakawayOk) != 0 && (limits.Flags & NativeJob.SilentBreakawayOk) == 0;
    }
}
