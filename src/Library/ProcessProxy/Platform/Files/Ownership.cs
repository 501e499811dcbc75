namespace ProcessProxy.Platform.Files;

/// <summary>The owner of a file or folder, and the permissions of others. Not for Windows.</summary>
/// <param name="User">The user id of its owner.</param>
/// <param name="Group">The id of its group.</param>
/// <param name="Mode">The permissions.</param>
internal readonly record struct Ownership(uint User, uint Group, UnixFileMode Mode)
{
    private const uint Root = 0;

    /// <summary>Gets the file system it is on.</summary>
    public ulong Device { get; init; }

    /// <summary>Gets whether this system reports owners.</summary>
    public static bool CanBeTold => CurrentPlatform.Rights.TellOwners;

    /// <summary>Gets the effective user of this process; 0 on Windows.</summary>
    public static uint OfThisProcess => CurrentPlatform.Rights.User;

    /// <summary>Gets whether it belongs to the user of this process.</summary>
    public bool IsOurs => User == OfThisProcess;

    /// <summary>Gets whether this process trusts its owner: its own user, or root.</summary>
    public bool IsTrusted => User == Root || IsOurs;

    /// <summary>Gets whether its group may write it.</summary>
    public bool GroupWrites => (Mode & UnixFileMode.GroupWrite) != 0;

    /// <summary>Gets whether everybody may write it.</summary>
    public bool OthersWrite => (Mode & UnixFileMode.OtherWrite) != 0;

    /// <summary>Gets whether anybody except its owner and root may write it. A group with the number of this user counts as the user's own.</summary>
    public bool IsSharedForWriting => OthersWrite || (GroupWrites && (Group != OfThisProcess || Group == Root));

    /// <summary>Returns the ownership of the target of a path, or null if there is none or it cannot be determined on this system.</summary>
    public static Ownership? Of(string path) => CurrentPlatform.Rights.Of(path);
}
