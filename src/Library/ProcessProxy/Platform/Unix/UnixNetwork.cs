using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using ProcessProxy.Platform.Files;
using ProcessProxy.Platform.Network;

namespace ProcessProxy.Platform.Unix;

/// <summary>Sockets whose files have an owner and a mode.</summary>
[UnsupportedOSPlatform("windows")]
internal class UnixNetwork : MachineNetwork
{
    private const UnixFileMode OwnerAndGroup = FileModes.Private | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    public override void Restrict(string path, SystemGroup? group)
    {
        if (group is not { } members)
        {
            File.SetUnixFileMode(path, FileModes.Private);
            return;
        }

        const uint same = uint.MaxValue;
        if (Libc.ChangeOwnerOfName(path, same, members.Id) != 0)
        {
            throw new IOException(
                $"The socket {path} cannot be given to group {members.Id} (management.group): {Errno.Describe(Marshal.GetLastPInvokeError())}. Only root, or a member, can do that.");
        }

        File.SetUnixFileMode(path, OwnerAndGroup);
    }
}
