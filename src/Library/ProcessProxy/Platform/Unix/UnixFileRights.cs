using System.Runtime.Versioning;
using ProcessProxy.Platform.Files;

namespace ProcessProxy.Platform.Unix;

/// <summary>Permissions of users and groups on Unix, as far as .NET and the C library provide them.</summary>
[UnsupportedOSPlatform("windows")]
internal class UnixFileRights : FileRights
{
    public override uint User => Libc.EffectiveUser();

    public override bool HaveGroups => true;

    public override SystemGroup? FindGroup(string nameOrNumber) => GroupDatabase.Find(nameOrNumber);

    public override bool IsMember(uint user, SystemGroup group) => GroupDatabase.IsMember(user, group);

    public override string? Secure(string folder, SystemGroup? group)
    {
        if (Of(folder) is { IsOurs: true, OthersWrite: false, GroupWrites: true } open && open.Group == Libc.EffectiveGroup())
        {
            // A home folder where everybody has a group of their own, with a matching umask. The first version created its folders this way.
            File.SetUnixFileMode(folder, open.Mode & ~UnixFileMode.GroupWrite);
            OpenTo(group, folder);
            return $"The folder {folder} was writable by its group. The permission was removed.";
        }

        if (Distrust(folder) is { } why)
        {
            throw new IOException(why);
        }

        OpenTo(group, folder);
        return null;
    }

    public override string? Distrust(string folder)
    {
        var mode = File.GetUnixFileMode(folder);
        const string elsewhere = "or set settings.pidManagement.defaultPidDir to another folder";
        return (mode & UnixFileMode.OtherWrite) != 0
            ? $"The folder {folder} is writable by everybody. Its content determines which processes are killed. Remove the permission (chmod o-w), {elsewhere}."
            : (mode & UnixFileMode.GroupWrite) != 0
            ? $"The folder {folder} is writable by its group. Its content determines which processes are killed. Remove the permission (chmod g-w), {elsewhere}."
            : Of(folder) is { IsTrusted: false } other
            ? $"The folder {folder} belongs to another user (uid {other.User}). Run as that user, give it to this one (chown), {elsewhere}."
            : null;
    }

    /// <summary>Lets a group into a folder, unless everybody already has access.</summary>
    private void OpenTo(SystemGroup? group, string folder)
    {
        if (group is not { } members || Of(folder) is not { } now || (now.Mode & UnixFileMode.OtherExecute) != 0)
        {
            return;
        }

        const uint same = uint.MaxValue;
        if (now.Group != members.Id && Libc.ChangeOwnerOfName(folder, same, members.Id) != 0)
        {
            throw new IOException($"The folder {folder} cannot be given to group {members.Id} (management.group). Only root, or a member, can do that.");
        }

        File.SetUnixFileMode(folder, now.Mode | UnixFileMode.GroupRead | UnixFileMode.GroupExecute);
    }
}
