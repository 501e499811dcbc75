using ProcessProxy.Platform.Files;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.Servers;

/// <summary>The folder of state. What is read there decides which processes are signalled, so nobody else may write it.</summary>
/// <remarks>
/// Folders above it are not looked at: who can write those can put another folder in its place, but none that belongs to this user.
/// </remarks>
internal static class StateDirectory
{
    /// <summary>Makes the folder where it is missing, and sees that nobody else can write it.</summary>
    /// <returns>A sentence when a right of others had to be taken away, else null.</returns>
    /// <exception cref="IOException">Others can write it, it belongs to somebody else, or it cannot be made. The message says what to do.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    /// <param name="path">The folder.</param>
    /// <param name="group">The group whose members must get to what is theirs in it, too; null for nobody.</param>
    public static string? Prepare(string path, SystemGroup? group = null)
    {
        FileModes.CreateFolder(path);
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        if (Ownership.Of(path) is { IsOurs: true, OthersWrite: false, GroupWrites: true } open && open.Group == Libc.EffectiveGroup())
        {
            // A home where everybody has a group of his own, and a umask that goes with it. The first version made its folders so.
            File.SetUnixFileMode(path, open.Mode & ~UnixFileMode.GroupWrite);
            OpenTo(group, path);
            return $"The folder {path} could be written by its group. It cannot any more.";
        }

        if (Distrust(path) is { } why)
        {
            throw new IOException(why);
        }

        OpenTo(group, path);
        return null;
    }

    /// <summary>Lets a group into the folder, if not everybody is.</summary>
    private static void OpenTo(SystemGroup? group, string path)
    {
        if (group is not { } members || OperatingSystem.IsWindows() || Ownership.Of(path) is not { } now || (now.Mode & UnixFileMode.OtherExecute) != 0)
        {
            return;
        }

        const uint same = uint.MaxValue;
        if (now.Group != members.Id && Libc.ChangeOwnerOfName(path, same, members.Id) != 0)
        {
            throw new IOException($"The folder {path} cannot be given to group {members.Id} (management.group). Only root, or a member, can do that.");
        }

        File.SetUnixFileMode(path, now.Mode | UnixFileMode.GroupRead | UnixFileMode.GroupExecute);
    }

    /// <summary>Why what a folder says is not to be believed, and what to do; null when it may be. Nothing is looked at on Windows.</summary>
    public static string? Distrust(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        var mode = File.GetUnixFileMode(path);
        const string elsewhere = "or name another one in settings.pidManagement.defaultPidDir";
        return (mode & UnixFileMode.OtherWrite) != 0
            ? $"The folder {path} can be written by everybody. What it holds decides which processes are ended: take that right away (chmod o-w), {elsewhere}."
            : (mode & UnixFileMode.GroupWrite) != 0
            ? $"The folder {path} can be written by its group. What it holds decides which processes are ended: take that right away (chmod g-w), {elsewhere}."
            : Ownership.Of(path) is { IsTrusted: false } other
            ? $"The folder {path} belongs to another user (uid {other.User}). Run as that user, give it to this one (chown), {elsewhere}."
            : null;
    }
}
