using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;
using ProcessProxy.Configuration;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Windows.Native;

namespace ProcessProxy.Platform.Windows.Files;

/// <summary>
/// The handles a child inherits. The log is open for appending alone and lets others read, rename and delete it but not
/// write: Windows holds that against everybody until the last process of the tree has let go of it.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed class OutputHandles : IDisposable
{
    // Appending, and what programs ask about their output: whether it is a file and how large.
    private const uint AppendOnly = 0x0004 | 0x0080 | 0x0010_0000;
    private const string Nul = @"\\.\NUL";
    private readonly SafeFileHandle? error;

    private OutputHandles(SafeFileHandle input, SafeFileHandle output, SafeFileHandle? error)
    {
        Input = input;
        Output = output;
        this.error = error;
    }

    /// <summary>Where the child reads: nothing.</summary>
    public SafeFileHandle Input { get; }

    /// <summary>Where its standard output goes.</summary>
    public SafeFileHandle Output { get; }

    /// <summary>Where its standard error goes; the very same handle where both share a log.</summary>
    public SafeFileHandle Error => error ?? Output;

    /// <summary>Opens them.</summary>
    /// <exception cref="LaunchException">One cannot be opened, or somebody holds the output.</exception>
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

    /// <summary>Whether some process has the log open for output: then Windows refuses a reader that will not share it with writers.</summary>
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
