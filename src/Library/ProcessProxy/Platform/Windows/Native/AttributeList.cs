using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Platform.Windows.Native;

/// <summary>The attributes of a process to be started: which handles it inherits, and no other, and which jobs it is born into.</summary>
[SupportedOSPlatform("windows")]
internal sealed unsafe class AttributeList : IDisposable
{
    private void* list;
    private nint* values;

    /// <exception cref="LaunchException">Windows refuses them.</exception>
    public AttributeList(ReadOnlySpan<nint> inherited, ReadOnlySpan<nint> jobs)
    {
        // Asks for the size; that this "fails" is how it answers.
        nuint size = 0;
        NativeStart.InitializeAttributes(null, 2, 0, ref size);
        list = NativeMemory.Alloc(size);
        if (!NativeStart.InitializeAttributes(list, 2, 0, ref size))
        {
            var error = Marshal.GetLastPInvokeError();
            NativeMemory.Free(list);
            throw Refused(error);
        }

        // What the attributes point to must stay where it is as long as the list lives.
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
