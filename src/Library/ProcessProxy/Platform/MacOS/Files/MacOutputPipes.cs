using System.Runtime.InteropServices;
using ProcessProxy.Platform.MacOS.Native;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.MacOS.Files;

/// <summary>Named pipes. The lock on the log, which programs also get, shows who still has one.</summary>
internal sealed class MacOutputPipes : OutputPipes
{
    private const uint OwnerOnly = 0b110_000_000;

    public override (OutputPipe Reader, SafeHandle Output) Create(string path)
    {
        File.Delete(path);
        if (Libc.MakeFifo(path, OwnerOnly) != 0)
        {
            throw Failure(path, Marshal.GetLastPInvokeError());
        }

        var output = MacFile.OpenAny(path, MacFile.ReadWrite | MacFile.NoFollow, out var errno);
        var reader = output.IsInvalid ? output : OpenReader(path, out errno);
        if (reader.IsInvalid)
        {
            output.Dispose();
            throw Failure(path, errno);
        }

        return (new UnixOutputPipe(reader, DarwinErrno.WouldBlock), output);
    }

    public override OutputPipe? Find(string path, int? pid)
    {
        var reader = OpenReader(path, out _);
        if (!reader.IsInvalid)
        {
            return new UnixOutputPipe(reader, DarwinErrno.WouldBlock);
        }

        reader.Dispose();
        return null;
    }

    private static Descriptor OpenReader(string path, out int errno) =>
        MacFile.OpenAny(path, MacFile.ReadOnly | MacFile.NonBlocking | MacFile.NoFollow, out errno);

    private static LaunchException Failure(string path, int errno) => new($"Its output pipe {path} cannot be made: {DarwinErrno.Describe(errno)}.");
}
