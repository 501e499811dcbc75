using System.Runtime.InteropServices;
using ProcessProxy.Platform.Linux.Files;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.Linux.Processes;

/// <summary>Starts a program with posix_spawn, with only the intended descriptors.</summary>
internal static unsafe class PosixSpawn
{
    private const short SetGroup = 0x02;
    private const short SetSignalDefaults = 0x04;
    private const short SetSignalMask = 0x08;
    private const short SetSession = 0x80;

    // Larger than the opaque structures of any C library that .NET runs on (glibc: 80, 336 and 128 bytes).
    private const int ActionsSize = 512;
    private const int AttributesSize = 1024;
    private const int SignalSetSize = 256;

    private const int DuplicateAbove = 1030;

    /// <summary>Starts a program in its own session, with default signals.</summary>
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
        using var paths = new NativeStrings([cwd, "/dev/null"]);
        var (folder, devNull) = ((nint)paths.Pointers[0], (nint)paths.Pointers[1]);
        return Start(
            file, argv, envp, actions => Prepare((byte*)actions, (byte*)folder, (byte*)devNull, input, output), attributes => Prepare((byte*)attributes), out pid);
    }

    /// <summary>Starts a program in its own process group of this session, with the folder, signals and standard streams of this process.</summary>
    /// <param name="argv">Its path and arguments.</param>
    /// <param name="envp">Its environment.</param>
    /// <param name="descriptors">Its other descriptors.</param>
    /// <param name="first">The number of the first of them.</param>
    /// <param name="pid">Its number.</param>
    /// <returns>0 and the pid, or an errno.</returns>
    public static int StartBeside(IReadOnlyList<string> argv, IReadOnlyList<string> envp, IReadOnlyList<SafeHandle> descriptors, int first, out int pid)
    {
        var copies = new List<Descriptor>(descriptors.Count);
        try
        {
            foreach (var descriptor in descriptors)
            {
                // Above all numbers that they get, so that none is overwritten before it is copied.
                copies.Add(new Descriptor(Libc.Fcntl((int)descriptor.DangerousGetHandle(), DuplicateAbove, first + descriptors.Count)));
                if (copies[^1].IsInvalid)
                {
                    pid = 0;
                    return Marshal.GetLastPInvokeError();
                }
            }

            return Start(argv[0], argv, envp, actions => Prepare((byte*)actions, copies, first), attributes => Check(Libc.SpawnAttributesFlags((byte*)attributes, SetGroup)), out pid);
        }
        finally
        {
            copies.ForEach(copy => copy.Dispose());
        }
    }

    private static int Start(string file, IReadOnlyList<string> argv, IReadOnlyList<string> envp, Action<nint> act, Action<nint> attribute, out int pid)
    {
        using var arguments = new NativeStrings(argv);
        using var environment = new NativeStrings(envp);
        using var path = new NativeStrings([file]);
        var actions = stackalloc byte[ActionsSize];
        var attributes = stackalloc byte[AttributesSize];
        pid = 0;
        Check(Libc.SpawnActionsInit(actions));
        try
        {
            Check(Libc.SpawnAttributesInit(attributes));
            try
            {
                act((nint)actions);
                attribute((nint)attributes);
                return Libc.PosixSpawn(out pid, path.Pointers[0], actions, attributes, arguments.Pointers, environment.Pointers);
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
        Check(input is null ? Libc.SpawnActionsOpen(actions, 0, devNull, OpenFlags.ReadOnly, 0) : Libc.SpawnActionsDup(actions, input.Value, 0));
        Check(Libc.SpawnActionsDup(actions, output.Output, 1));
        Check(Libc.SpawnActionsDup(actions, output.Error, 2));
        Check(Libc.SpawnActionsCloseFrom(actions, 3));
        Check(Libc.SpawnActionsChdir(actions, cwd));
    }

    private static void Prepare(byte* actions, List<Descriptor> descriptors, int first)
    {
        for (var i = 0; i < descriptors.Count; i++)
        {
            Check(Libc.SpawnActionsDup(actions, descriptors[i].Value, first + i));
        }

        Check(Libc.SpawnActionsCloseFrom(actions, first + descriptors.Count));
    }

    private static void Prepare(byte* attributes)
    {
        var set = stackalloc byte[SignalSetSize];
        Check(Libc.SpawnAttributesFlags(attributes, SetSession | SetSignalMask | SetSignalDefaults));
        Check(Libc.SignalSetEmpty(set));
        Check(Libc.SpawnAttributesMask(attributes, set));
        Check(Libc.SignalSetFill(set));
        Check(Libc.SpawnAttributesDefaults(attributes, set));
    }

    private static void Check(int errno)
    {
        if (errno != 0)
        {
            throw new LaunchException($"The launch could not be prepared: {Errno.Describe(errno)}.", Errno.FaultOf(errno));
        }
    }
}
