using System.Runtime.InteropServices;

namespace TestProcess;

/// <summary>Fills memory, opens descriptors, says so, and then keeps one processor busy for as long as it lives.</summary>
internal static unsafe class Greedy
{
    public static int Run(int megabytes, int descriptors)
    {
        // Not the garbage collector's, which might give some of it back; and written to, so that it is really there.
        var size = (nuint)megabytes << 20;
        var memory = NativeMemory.Alloc(size);
        NativeMemory.Fill(memory, size, 1);
        var files = new List<FileStream>();
        for (var i = 0; i < descriptors; i++)
        {
            files.Add(new FileStream(Environment.ProcessPath!, FileMode.Open, FileAccess.Read, FileShare.Read));
        }

        Console.WriteLine("filled");
        while (true)
        {
            Thread.SpinWait(10_000);
            GC.KeepAlive(files);
        }
    }
}
