using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Windows.Native;

namespace ProcessProxy.Platform.Windows.Processes;

/// <summary>
/// The job that contains a program and everything it starts. The next server opens it by its name. Windows
/// removes the name with the last handle, although the job continues to exist, so the program itself gets a handle to keep.
/// </summary>
/// <remarks>
/// A new run is created in two nested jobs. The inner one has the name of the run. The outer one has a name that is
/// derived from the configuration, for a server that has no record of the run.
/// </remarks>
[SupportedOSPlatform("windows")]
internal sealed unsafe class JobObject : IDisposable
{
    private const int MostProcesses = 4096;

    // The name is global, not per session: a server that runs as a service finds the programs of one in a user's session.
    private const string Prefix = @"Global\ProcessProxy-";
    private readonly KernelHandle handle;
    private readonly KernelHandle? outer;

    private JobObject(KernelHandle handle, KernelHandle? outer = null)
    {
        this.handle = handle;
        this.outer = outer;
    }

    /// <summary>Gets the handles, the outer job's first, until the job is disposed.</summary>
    public nint[] Handles =>
        outer is null ? [handle.DangerousGetHandle()] : [outer.DangerousGetHandle(), handle.DangerousGetHandle()];

    /// <summary>Creates the job of a run. Until another process holds it too, it ends with us, together with its contents.</summary>
    /// <param name="mark">Its name.</param>
    /// <param name="outerMark">The name of the outer job, or null.</param>
    /// <exception cref="LaunchException">Windows refuses it.</exception>
    public static JobObject Create(string mark, string? outerMark)
    {
        var job = new JobObject(Make(mark, isNew: true), outerMark is null ? null : Make(outerMark, isNew: false));

        // A crash must end the program, not show a dialog.
        var limits = new NativeJob.LimitInformation { Flags = NativeJob.KillOnClose | NativeJob.DieOnUnhandledException };
        if (NativeJob.Set(job.handle, NativeJob.ExtendedLimits, &limits, (uint)sizeof(NativeJob.LimitInformation)))
        {
            return job;
        }

        var error = Marshal.GetLastPInvokeError();
        job.Dispose();
        throw new LaunchException($"The job object that would hold its processes cannot be set up: {SystemError.Describe(error)}.");
    }

    /// <summary>Opens the job of a run; returns null if it is gone, and the program with it.</summary>
    /// <exception cref="IOException">It exists and may not be opened.</exception>
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

    /// <summary>Returns whether no process of the job is alive.</summary>
    /// <exception cref="IOException">It cannot be determined.</exception>
    public bool IsEmpty()
    {
        NativeJob.AccountingInformation counts;
        return NativeJob.Ask(handle, NativeJob.Accounting, &counts, (uint)sizeof(NativeJob.AccountingInformation), null)
            ? counts.ActiveProcesses == 0
            : throw Unknown();
    }

    /// <summary>Returns the CPU time of every process that was ever in it.</summary>
    /// <exception cref="IOException">It cannot be determined.</exception>
    public TimeSpan CpuTime()
    {
        // User time, then kernel time, in units of 100 ns.
        NativeJob.AccountingInformation counts;
        return NativeJob.Ask(handle, NativeJob.Accounting, &counts, (uint)sizeof(NativeJob.AccountingInformation), null)
            ? TimeSpan.FromTicks(counts.Times[0] + counts.Times[1])
            : throw Unknown();
    }

    /// <summary>Returns the numbers of its living processes.</summary>
    /// <exception cref="IOException">They cannot be determined.</exception>
    public IReadOnlyList<int> Pids()
    {
        // Two counts, then the numbers, each of pointer size.
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

    /// <summary>Ends every process in the job at once.</summary>
    public void Terminate(uint exitCode) => NativeJob.Terminate(handle, exitCode);

    /// <summary>Gives the program a handle to its own job, so that both survive us.</summary>
    /// <returns>True on success; otherwise the program ends with us.</returns>
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
