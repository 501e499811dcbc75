using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;
using ProcessProxy.Configuration;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Windows.Native;

namespace ProcessProxy.Platform.Windows.Files;

/// <summary>
/// The handles a child inherits. The log is open only for appending; others may read, rename and delete it, but not
/// write it: Windows enforces this until the last process of the tree has released it.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed class OutputHandles : IDisposable
{
    // Appending, and the rights for what programs query about their output: whether it is a file, and its size.
    private const uint AppendOnly = 0x0004 | 0x0080 | 0x0010_0000;
    private const string Nul = @"\\.\NUL";
    private readonly SafeFileHandle? error;

    private OutputHandles(SafeFileHandle input, SafeFileHandle output, SafeFileHandle? error)
    {
        Input = input;
        Output = output;
        this.error = error;
    }

    /// <summary>Gets the input of the child, which is empty.</summary>
    public SafeFileHandle Input { get; }

    /// <summary>Gets its standard output.</summary>
    public SafeFileHandle Output { get; }

    /// <summary>Gets its standard error; the same handle if both share a log.</summary>
    public SafeFileHandle Error => error ?? Output;

    /// <summary>Opens the handles.</summary>
    /// <exception cref="LaunchException">One cannot be opened, or another process holds the output.</exception>
    public static OutputHandles Open(LogSpec log)
    {
        var opened = new List<SafeFileHandle>(3);
        try
        {
            opened.Add(NativeFile.Open(Nul, NativeFile.GenericRead, NativeFile.ShareAll, NativeFile.OpenExisting, inherited: true, out var fault));
            if (opened[0].IsInvalid)
            {
                throw new LaunchException($"{Nul} cannot be opened: {SystemError.Describe(fault)}.");
            }

            if (!log.Keep)
            {
                opened.Add(NativeFile.Open(Nul, NativeFile.GenericWrite, NativeFile.ShareAll, NativeFile.OpenExisting, inherited: true, out _));
                return new OutputHandles(opened[0], opened[1], null);
            }

            Directory.CreateDirectory(Path.GetDirectoryName(log.File)!);
            opened.Add(Append(log.File));
            if (log.Output == OutputMode.Separate)
            {
                opened.Add(Append(log.ErrorFile));
            }

            return new OutputHandles(opened[0], opened[1], log.Output == OutputMode.Separate ? opened[2] : null);
        }
        catch
        {
            opened.ForEach(handle => handle.Dispose());
            throw;
        }
    }

    /// <summary>Returns whether a process has the log open for output: then Windows refuses a reader that does not share it with writers.</summary>
    public static bool IsHeld(LogSpec log)
    {
        if (!log.Keep)
        {
            return false;
        }

        using var probe = NativeFile.Open(
            log.File, NativeFile.GenericRead, NativeFile.ShareRead | NativeFile.ShareDelete, NativeFile.OpenExisting, inherited: false, out var fault);
        return probe.IsInvalid && fault == SystemError.SharingViolation;
    }

    public void Dispose()
    {
        Input.Dispose();
        Output.Dispose();
        error?.Dispose();
    }

    private static SafeFileHandle Append(string path)
    {
        var file = NativeFile.Open(
            path, AppendOnly, NativeFile.ShareRead | NativeFile.ShareDelete, NativeFile.OpenAlways, inherited: true, out var fault);
        if (!file.IsInvalid)
        {
            return file;
        }

        file.Dispose();
        throw new LaunchException(fault == SystemError.SharingViolation
            ? $"Its log {path} is still held open by a program of an earlier run or by another server."
            : $"Its log {path} cannot be opened: {SystemError.Describe(fault)}.");
    }
}
