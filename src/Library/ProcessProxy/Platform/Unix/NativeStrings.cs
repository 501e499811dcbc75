using System.Runtime.InteropServices;
using System.Text;

namespace ProcessProxy.Platform.Unix;

/// <summary>A null-terminated array of C strings in one block of native memory, as argv and envp want it.</summary>
internal sealed unsafe class NativeStrings : IDisposable
{
    private void* block;

    public NativeStrings(IReadOnlyList<string> strings)
    {
        var size = (nuint)((strings.Count + 1) * sizeof(byte*));
        foreach (var text in strings)
        {
            size += (nuint)Encoding.UTF8.GetByteCount(text) + 1;
        }

        block = NativeMemory.Alloc(size);
        var pointers = (byte**)block;
        var bytes = (byte*)(pointers + strings.Count + 1);
        for (var i = 0; i < strings.Count; i++)
        {
            pointers[i] = bytes;
            fixed (char* text = strings[i])
            {
                bytes += Encoding.UTF8.GetBytes(text, strings[i].Length, bytes, int.MaxValue);
            }

            *bytes++ = 0;
        }

        pointers[strings.Count] = null;
    }

    public byte** Pointers => (byte**)block;

    public void Dispose()
    {
        NativeMemory.Free(block);
        block = null;
    }
}
