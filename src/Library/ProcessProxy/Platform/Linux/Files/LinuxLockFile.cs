using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using ProcessProxy.Platform.Files;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.Linux.Files;

/// <summary>
/// Held by an open-file-description lock (F_OFD_SETLK), which can be queried without being taken, and by flock(2) beside it, which is
/// all that servers of the first version know. Only its owner, and the group with access, can open it.
/// </summary>
internal sealed class LinuxLockFile : LockFile
{
    private const uint OwnerOnly = 0b110_000_000;
    private const uint OwnerAndReaders = 0b110_100_000;
    private const int ExclusiveOrNothing = 2 | 4;
    private readonly Descriptor descriptor;

    private LinuxLockFile(Descriptor descriptor)
    {
        this.descriptor = descriptor;
        File = View(descriptor);
    }

    protected override SafeFileHandle File { get; }

    public static new LockFile? TryHold(string path)
    {
        while (true)
        {
            var file = Open(path, OpenFlags.ReadWrite | OpenFlags.Create) ?? throw new IOException($"The lock {path} cannot be made.");
            try
            {
                if (!OutputLock.TryTake(file) || Libc.Flock(file, ExclusiveOrNothing) != 0)
                {
                    file.Dispose();
                    return null;
                }

                var held = new LinuxLockFile(file);
                if (RegularFile.StatusOfName(path)?.Identity == held.Identity)
                {
                    held.Restrict(path);
                    return held;
                }

                // It was removed and created again between opening and locking.
                held.Dispose();
            }
            catch
            {
                file.Dispose();
                throw;
            }
        }
    }

    public static new (byte[] Content, bool IsHeld, Ownership? Ownership)? Look(string path, int limit)
    {
        using var file = Open(path, OpenFlags.ReadOnly);
        if (file is null)
        {
            return null;
        }

        using var view = View(file);
        return (ReadAll(view, path, limit), OutputLock.IsHeldByOthers(file), LinuxFile.OwnershipOf(view));
    }

    public override void ShowTo(SystemGroup group)
    {
        const uint same = uint.MaxValue;
        if (Libc.ChangeOwner(descriptor, same, group.Id) != 0 || Libc.ChangeMode(descriptor, OwnerAndReaders) != 0)
        {
            throw new UnauthorizedAccessException(
                $"The lock cannot be shown to group {group.Id} (management.group): {Errno.Describe(Marshal.GetLastPInvokeError())}. Only root, or a member, can do that.");
        }
    }

    public override void Dispose()
    {
        File.Dispose();
        descriptor.Dispose();
    }

    /// <summary>Removes permissions of others that an earlier version, or an open umask, has granted.</summary>
    private void Restrict(string path)
    {
        var ownership = LinuxFile.OwnershipOf(File);
        if (!ownership.IsTrusted)
        {
            throw new IOException($"The lock {path} belongs to another user ({ownership.User}).");
        }

        if ((uint)ownership.Mode != OwnerOnly && Libc.ChangeMode(descriptor, OwnerOnly) != 0)
        {
            throw new UnauthorizedAccessException($"The permissions of {path} cannot be set: {Errno.Describe(Marshal.GetLastPInvokeError())}.");
        }
    }

    /// <summary>Opens a regular file, never through a link; returns null if there is none.</summary>
    private static Descriptor? Open(string path, int flags)
    {
        var file = LinuxDescriptor.Open(path, flags | OpenFlags.NonBlocking | OpenFlags.NoFollow, (int)OwnerOnly, out var errno);
        if (file.IsInvalid)
        {
            return errno switch
            {
                Errno.NotFound or Errno.NotADirectory when (flags & OpenFlags.Create) == 0 => null,
                Errno.Loop => throw new IOException($"The lock {path} is a symbolic link."),
                Errno.AccessDenied or Errno.NotPermitted => throw new UnauthorizedAccessException($"The lock {path} of the server cannot be opened by this user. Use sudo, or join its management.group."),
                _ => throw new IOException($"The lock {path} cannot be opened: {Errno.Describe(errno)}."),
            };
        }

        if (LinuxFile.IsRegular(file))
        {
            return file;
        }

        file.Dispose();
        throw new IOException($"The lock {path} is not a regular file.");
    }

    // The descriptor stays the owner: locks are requested through it.
    private static SafeFileHandle View(Descriptor file) => new(file.Value, ownsHandle: false);
}
