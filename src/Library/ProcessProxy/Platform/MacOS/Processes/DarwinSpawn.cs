using ProcessProxy.Platform.MacOS.Files;
using ProcessProxy.Platform.MacOS.Native;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.MacOS.Processes;

/// <summary>Starts a program with posix_spawn: in its own session, with default signals and only the intended descriptors.</summary>
internal static unsafe class DarwinSpawn
{
    private const short SetSignalDefaults = 0x0004;
    private const short SetSignalMask = 0x0008;
    private const short SetSession = 0x0400;
    private const short CloseByDefault = 0x4000;

    // A set of signals is one word. All except SIGKILL and SIGSTOP, which cannot be changed.
    private const uint NoSignals = 0;
    private const uint ResettableSignals = ~((1u << (9 - 1)) | (1u << (17 - 1)));

    /// <summary>Starts the program.</summary>
    /// <param name="file">The program.</param>
    /// <param name="argv">Its name and arguments.</param>
    /// <param name="envp">Its environment.</param>
    /// <param name="cwd">Its working directory.</param>
    /// <param name="input">Its input; null for none.</param>
    /// <param name="output">Its outputs.</param>
    /// <param name="pid">Its number.</param>
    /// <returns>0 and the pid, or an errno.</returns>
    public static int Start(string file, IReadOnlyList<string> argv, IReadOnlyList<string> envp, string cwd, Descriptor? input, OutputFiles output, out int pid)
    {
        using var arguments = new NativeStrings(argv);
        using var environment = new NativeStrings(envp);
        using var paths = new NativeStrings([file, cwd, "/dev/null"]);

        // Both are pointers to memory that the library allocates.
        nint actionsHandle = 0;
        nint attributesHandle = 0;
        var actions = (byte*)&actionsHandle;
        var attributes = (byte*)&attributesHandle;
        pid = 0;
        Check(Libc.SpawnActionsInit(actions));
        try
        {
            Check(Libc.SpawnAttributesInit(attributes));
            try
            {
                Prepare(actions, paths.Pointers[1], paths.Pointers[2], input, output);
                Prepare(attributes);
                return Libc.PosixSpawn(out pid, paths.Pointers[0], actions, attributes, arguments.Pointers, environment.Pointers);
            }
            finally
            {
                Check(Libc.SpawnAttributesDestroy(attributes));
            }
        }
        finally
        {
            Check(Libc.SpawnActionsDestroy(actions));
        }
    }

    private static void Prepare(byte* actions, byte* cwd, byte* devNull, Descriptor? input, OutputFiles output)
    {
        if (input is null)
        {
            Check(Libc.SpawnActionsOpen(actions, 0, devNull, MacFile.ReadOnly, 0));
        }
        else
        {
            Give(actions, input.Value, 0);
        }

        Give(actions, output.OutputDescriptor, 1);
        Give(actions, output.ErrorDescriptor, 2);

        // Last, because the number may be that of another one in this process.
        if (output.LockDescriptor is { } held)
        {
            Give(actions, held, OutputLock.ChildDescriptor);
        }

        Check(Libc.SpawnActionsChdir(actions, cwd));
    }

    // A descriptor duplicated onto itself would stay close-on-exec.
    private static void Give(byte* actions, int fd, int target) =>
        Check(fd == target ? LibSystem.SpawnActionsInherit(actions, fd) : Libc.SpawnActionsDup(actions, fd, target));

    private static void Prepare(byte* attributes)
    {
        var none = NoSignals;
        var resettable = ResettableSignals;
        Check(Libc.SpawnAttributesFlags(attributes, SetSession | SetSignalMask | SetSignalDefaults | CloseByDefault));
        Check(Libc.SpawnAttributesMask(attributes, (byte*)&none));
        Check(Libc.SpawnAttributesDefaults(attributes, (byte*)&resettable));
    }

    private static void Check(int errno)
    {
        if (errno != 0)
        {
            throw new LaunchException($"The launch could not be prepared: {DarwinErrno.Describe(errno)}.");
        }
    }
}
