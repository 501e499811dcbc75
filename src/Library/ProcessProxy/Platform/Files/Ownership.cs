namespace ProcessProxy.Platform.Files;

/// <summary>Who owns a file or folder, and what others may do with it. Not for Windows.</summary>
/// <param name="User">The user id of its owner.</param>
/// <param name="Group">The id of its group.</param>
/// <param name="Mode">The permissions.</param>
internal readonly record struct Ownership(uint User, uint Group, UnixFileMode Mode)
{
    private const uint Root = 0;

    /// <summary>The mounted file system that it is on.</summary>
    public ulong Device { get; init; }

    /// <summary>Whether this system tells who owns what.</summary>
    public static bool CanBeTold => CurrentPlatform.Rights.TellOwners;

    /// <summary>The user that this process acts as; 0 on Windows.</summary>
    public static uint OfThisProcess => CurrentPlatform.Rights.User;

    /// <summary>Whether it belongs to the user of this process.</summary>
    public bool IsOurs => User == OfThisProcess;

    /// <summary>Whether its owner is one whose word this process takes: its own user, or root.</summary>
    public bool IsTrusted => User == Root || IsOurs;

    /// <summary>Whether its group may write it.</summary>
    public bool GroupWrites => (Mode & UnixFileMode.GroupWrite) != 0;

    /// <summary>Whether everybody may write it.</summary>
    public bool OthersWrite => (Mode & UnixFileMode.OtherWrite) != 0;

    /// <summary>Whether somebody besides its owner and root may write it. A group that has the number of this user is the user's own.</summary>
    public bool IsSharedForWriting => OthersWrite || (GroupWrites && (Group != OfThisProcess || Group == Root));

    /// <summary>That of what a path leads to; null when nothing is there or it cannot be told on this system.</summary>
    public static Ownership? Of(string path) => CurrentPlatform.Rights.Of(path);
}
