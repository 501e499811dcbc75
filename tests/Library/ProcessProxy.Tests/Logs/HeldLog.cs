using System.Text;
using Microsoft.Win32.SafeHandles;
using ProcessProxy.Logs.Files;
using ProcessProxy.Logs.Rotation;
using ProcessProxy.Platform.Linux.Files;
using ProcessProxy.Platform.Unix;
using Xunit;

namespace ProcessProxy.Tests.Logs;

/// <summary>A log as a program has it: open for appending, for ever. (FileMode.Append writes where the end was when it was opened.)</summary>
internal sealed class HeldLog : IDisposable
{
    private readonly string _path;
    private readonly SafeFileHandle _file;
    private readonly StringBuilder _written = new();

    public HeldLog(string path)
    {
        _path = path;
        _file = new SafeFileHandle(Libc.Open(path, OpenFlags.WriteOnly | OpenFlags.Append | OpenFlags.Create | OpenFlags.CloseOnExec, 0x1a4), ownsHandle: true);
        Assert.False(_file.IsInvalid);
    }

    public string Written => _written.ToString();

    public void Write(string text)
    {
        _written.Append(text);
        Write(Encoding.UTF8.GetBytes(text));
    }

    public void Write(ReadOnlySpan<byte> bytes) => RandomAccess.Write(_file, bytes, 0);

    /// <summary>What archives and log have together, the oldest first.</summary>
    public string Kept()
    {
        var text = new StringBuilder();
        for (var number = 1000; number >= 0; number--)
        {
            var path = LogRotation.PathOf(_path, number);
            text.Append(File.Exists(path) ? File.ReadAllText(path) : "");
        }

        return text.ToString();
    }

    public Task RotatedAsync(int atLeast) =>
        Wait.Until(() => File.Exists(LogRotation.PathOf(_path, atLeast)) && !File.Exists(CutJournal.PathOf(_path)), "the log is rotated");

    public void Dispose() => _file.Dispose();
}
