using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Platform.Windows.Native;

/// <summary>The attributes of a process to be started: the handles it inherits, and no others, and the jobs it is created in.</summary>
[SupportedOSPlatform("windows")]
internal sealed unsafe class AttributeList : IDisposable
{
    private void* list;
    private nint* values;

    /// <exception cref="LaunchException">Windows refuses them.</exception>
    public AttributeList(ReadOnlySpan<nint> inherited, ReadOnlySpan<nint> jobs)
    {
        // Requests the size; this "failure" is the answer.
        nuint size = 0;
        NativeStart.InitializeAttributes(null, 2, 0, ref size);
        list = NativeMemory.Alloc(size);
        if (!NativeStart.InitializeAttributes(list, 2, 0, ref size))
        {
            var error = Marshal.GetLastPInvokeError();
            NativeMemory.Free(list);
            throw Refused(error);
        }

        // The targets of the attributes must not move as long as the list exists.
        values = (nint*)NativeMemory.Alloc((nuint)(inherited.Length + jobs.Length), (nuint)sizeof(nint));
        var jobValues = values + inherited.Length;
        inherited.CopyTo(new Span<nint>(values, inherited.Length));
        jobs.CopyTo(new Span<nint>(jobValues, jobs.Length));
        if (!NativeStart.SetAttribute(list, 0, NativeStart.HandleList, values, (nuint)(inherited.Length * sizeof(nint)), null, null)
            || !NativeStart.SetAttribute(list, 0, NativeStart.JobList, jobValues, (nuint)(jobs.Length * sizeof(nint)), null, null))
        {
            var error = Marshal.GetLastPInvokeError();
            Dispose();
            throw Refused(error);
        }
    }

    public void* Pointer => list;

    public void Dispose()
    {
        if (list is not null)
        {
            NativeStart.DeleteAttributes(list);
            NativeMemory.Free(list);
            NativeMemory.Free(values);
            list = null;
            values = null;
        }
    }

    private static LaunchException Refused(int error) => new($"The launch could not be prepared: {SystemError.Describe(error)}.");
}
