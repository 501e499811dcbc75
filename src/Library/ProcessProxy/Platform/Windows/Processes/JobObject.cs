using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Windows.Native;

namespace ProcessProxy.Platform.Windows.Processes;

/// <summary>
/// The job that a program and everything it starts belong to. It has a name, by which the next server opens it. Windows
/// takes the name away with the last handle, although the job lives on, so the program itself is given one to keep.
/// </summary>
/// <remarks>
/// A new run is born into two jobs, one in the other. The inner one has the name of the run. The outer one has a name that
/// can be told from the configuration alone, for a server that has no record of the run.
/// </remarks>
[SupportedOSPlatform("windows")]
internal sealed unsafe class JobObject : IDisposable
{
    private const int MostProcesses = 4096;

    // The name of the whole machine, not of the session: a server that runs as a service finds what one at a desk has started.
    private const string Prefix = @"Global\ProcessProxy-";
    private readonly KernelHandle handle;
    private readonly KernelHandle? outer;

    private JobObject(KernelHandle handle, KernelHandle? outer = null)
    {
        this.handle = handle;
        this.outer = outer;
    }

    /// <summary>The handles, the outer job's first, as long as the job is not disposed.</summary>
    public nint[] Handles =>
        outer is null ? [handle.DangerousGetHandle()] : [outer.DangerousGetHandle(), handle.DangerousGetHandle()];

    /// <summary>Makes the job of a run. Until somebody else holds it too, it ends with us, and what is in it as well.</summary>
    /// <param name="mark">Its name.</param>
    /// <param name="outerMark">The name of the outer job; null for none.</param>
    /// <exception cref="LaunchException">Windows refuses it.</exception>
    public static JobObject Create(string mark, string? outerMark)
    {
        var job = new JobObject(Make(mark, isNew: true), outerMark is null ? null : Make(outerMark, isNew: false));

        // A crash is an end, not a dialog that waits for somebody to press a button.
        var limits = new NativeJob.LimitInformation { Flags = NativeJob.KillOnClose | NativeJob.DieOnUnhandledException };
        if (NativeJob.Set(job.handle, NativeJob.ExtendedLimits, &limits, (uint)sizeof(NativeJob.LimitInformation)))
        {
            return job;
        }

        var error = Marshal.GetLastPInvokeError();
        job.Dispose();
        throw new LaunchException($"The job object that would hold its processes cannot be set up: {SystemError.Describe(error)}.");
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

    /// <summary>The processor time of everything that was ever in it.</summary>
    /// <exception cref="IOException">It cannot be told.</exception>
    public TimeSpan CpuTime()
    {
        // User time, then kernel time, in 100 ns as ours.
        NativeJob.AccountingInformation counts;
        return NativeJob.Ask(handle, NativeJob.Accounting, &counts, (uint)sizeof(NativeJob.AccountingInformation), null)
            ? TimeSpan.FromTicks(counts.Times[0] + counts.Times[1])
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
        NativeProcess.DuplicateHandle(-1, handle, process, out _, NativeJob.Query, inherit: false, options: 0)
        && (outer is null || NativeProcess.DuplicateHandle(-1, outer, process, out _, NativeJob.Query, inherit: false, options: 0));

    public void Dispose()
    {
        handle.Dispose();
        outer?.Dispose();
    }

    private static KernelHandle Make(string mark, bool isNew)
    {
        var made = NativeJob.Create(null, Prefix + mark);
        var error = Marshal.GetLastPInvokeError();
        if (!made.IsInvalid && !(isNew && error == SystemError.AlreadyExists))
        {
            return made;
        }

        made.Dispose();
        throw new LaunchException($"The job object that would hold its processes cannot be made: {SystemError.Describe(error)}.");
    }

    private static IOException Unknown() =>
        new($"Windows does not tell what a job object holds: {SystemError.Describe(Marshal.GetLastPInvokeError())}.");
}
