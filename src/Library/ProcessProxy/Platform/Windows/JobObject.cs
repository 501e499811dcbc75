using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace ProcessProxy.Platform.Windows;

/// <summary>
/// The job that a program and everything it starts belong to. It has a name, by which the next server opens it. Windows
/// takes the name away with the last handle, although the job lives on, so the program itself is given one to keep.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed unsafe class JobObject : IDisposable
{
    private const int MostProcesses = 4096;

    // The name of the whole machine, not of the session: a server that runs as a service finds what one at a desk has started.
    private const string Prefix = @"Global\ProcessProxy-";
    private readonly KernelHandle handle;

    private JobObject(KernelHandle handle) => this.handle = handle;

    /// <summary>The handle, as long as the job is not disposed.</summary>
    public KernelHandle Handle => handle;

    /// <summary>Makes the job of a run. Until somebody else holds it too, it ends with us, and what is in it as well.</summary>
    /// <exception cref="LaunchException">Windows refuses it.</exception>
    public static JobObject Create(string mark)
    {
        var handle = NativeJob.Create(null, Prefix + mark);
        var error = Marshal.GetLastPInvokeError();
        if (handle.IsInvalid || error == SystemError.AlreadyExists)
        {
            handle.Dispose();
            throw new LaunchException($"The job object that would hold its processes cannot be made: {SystemError.Describe(error)}.");
        }

        var job = new JobObject(handle);
        // A crash is an end, not a dialog that waits for somebody to press a button.
        var limits = new NativeJob.LimitInformation { Flags = NativeJob.KillOnClose | NativeJob.DieOnUnhandledException };
        if (!NativeJob.Set(handle, NativeJob.ExtendedLimits, &limits, (uint)sizeof(NativeJob.LimitInformation)))
        {
            error = Marshal.GetLastPInvokeError();
            job.Dispose();
            throw new LaunchException($"The job object that would hold its processes cannot be set up: {SystemError.Describe(error)}.");
        }

        return job;
    }

    /// <summary>Opens the job of a run; null when it is gone, and with it the program.</summary>
    /// <exception cref="IOException">It is there and may not be opened.</exception>
    public static JobObject? Open(string mark)
    {
        var handle = NativeJob.Open(NativeJob.AllAccess, inherit: false, Prefix + mark);
        if (!handle.IsInvalid)
        {
            return new JobObject(handle);
        }

        var error = Marshal.GetLastPInvokeError();
        handle.Dispose();
        return error is SystemError.FileNotFound or SystemError.PathNotFound or SystemError.InvalidName or SystemError.InvalidParameter
            ? null
            : throw new IOException($"The job object of run {mark} cannot be opened: {SystemError.Describe(error)}.");
    }

    /// <summary>Whether nothing of the job is alive.</summary>
    /// <exception cref="IOException">It cannot be told.</exception>
    public bool IsEmpty()
    {
        NativeJob.AccountingInformation counts;
        return NativeJob.Ask(handle, NativeJob.Accounting, &counts, (uint)sizeof(NativeJob.AccountingInformation), null)
            ? counts.ActiveProcesses == 0
            : throw Unknown();
    }

    /// <summary>The numbers of its living processes.</summary>
    /// <exception cref="IOException">They cannot be told.</exception>
    public IReadOnlyList<int> Pids()
    {
        // Two counts, then the numbers, each as wide as a pointer.
        var buffer = new nuint[2 + MostProcesses];
        fixed (nuint* start = buffer)
        {
            if (!NativeJob.Ask(handle, NativeJob.ProcessIds, start, (uint)(buffer.Length * sizeof(nuint)), null)
                && Marshal.GetLastPInvokeError() != SystemError.MoreData)
            {
                throw Unknown();
            }

            var counts = (uint*)start;
            var ids = (nuint*)(counts + 2);
            var pids = new int[Math.Min(counts[1], MostProcesses)];
            for (var i = 0; i < pids.Length; i++)
            {
                pids[i] = (int)ids[i];
            }

            return pids;
        }
    }

    /// <summary>Ends everything in the job at once.</summary>
    public void Terminate(uint exitCode) => NativeJob.Terminate(handle, exitCode);

    /// <summary>Gives the program a handle to its own job, so that both outlive us.</summary>
    /// <returns>Whether that worked; if not, the program ends with us.</returns>
    public bool GiveTo(KernelHandle process) =>
        NativeProcess.DuplicateHandle(-1, handle, process, out _, NativeJob.Query, inherit: false, options: 0);

    public void Dispose() => handle.Dispose();

    private static IOException Unknown() =>
        new($"Windows does not tell what a job object holds: {SystemError.Describe(Marshal.GetLastPInvokeError())}.");
}
