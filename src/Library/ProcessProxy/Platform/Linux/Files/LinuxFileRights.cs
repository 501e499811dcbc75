using System.Runtime.Versioning;
using ProcessProxy.Platform.Files;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.Linux.Files;

/// <summary>Permissions of users and groups on Linux, with owners.</summary>
[SupportedOSPlatform("linux")]
internal sealed class LinuxFileRights : UnixFileRights
{
    public override bool TellOwners => true;

    public override Ownership? Of(string path) => LinuxFile.OwnershipOf(path);
}
