using Microsoft.Win32.SafeHandles;

namespace ProcessProxy.Platform.Files;

/// <summary>Files that are held by the file sharing of .NET: flock(2) on Unix, sharing modes on Windows.</summary>
/// <param name="share">The sharing mode of a held file.</param>
/// <param name="taken">The error code when opening a held file.</param>
internal class SharedLockFiles(FileShare share, int taken) : LockFiles
{
    public override LockFile? TryHold(string path)
    {
        RefuseLink(path);
        try
        {
            return new Held(CurrentPlatform.Files.Open(
                path,
                new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = share, BufferSize = 0 },
                FileModes.Private));
        }
        catch (IOException held) when (held.HResult == taken)
        {
            return null;
        }
    }

    public override (byte[] Content, bool IsHeld, Ownership? Ownership)? Look(string path, int limit)
    {
        RefuseLink(path);
        using var file = RegularFile.OpenRead(path);
        return file is null ? null : (LockFile.ReadAll(file, path, limit), IsHeld(path), null);
    }

    private bool IsHeld(string path)
    {
        try
        {
            using var tried = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, share, bufferSize: 0);
            return false;
        }
        catch (IOException held) when (held.HResult == taken)
        {
            return true;
        }
    }

    private static void RefuseLink(string path)
    {
        if (new FileInfo(path).LinkTarget is not null)
        {
            // Holding a file empties it, so it must not belong to another user.
            throw new IOException($"The lock {path} is a symbolic link.");
        }
    }

    private sealed class Held(FileStream file) : LockFile
    {
        protected override SafeFileHandle File => file.SafeFileHandle;

        public override void Dispose() => file.Dispose();
    }
}
