using System.Runtime.InteropServices;

namespace ProcessProxy.Benchmarks;

/// <summary>A null-terminated array of C strings.</summary>
internal sealed unsafe class CStrings : IDisposable
{
    private readonly int count;

    public CStrings(string[] strings)
    {
        count = strings.Length;
        Pointers = (byte**)NativeMemory.AllocZeroed((nuint)(count + 1), (nuint)sizeof(byte*));
        for (var i = 0; i < count; i++)
        {
            Pointers[i] = (byte*)Marshal.StringToCoTaskMemUTF8(strings[i]);
        }
    }

    public byte** Pointers { get; }

    public void Dispose()
    {
        for (var i = 0; i < count; i++)
        {
            Marshal.FreeCoTaskMem((nint)Pointers[i]);
        }

        NativeMemory.Free(Pointers);
    }
}
