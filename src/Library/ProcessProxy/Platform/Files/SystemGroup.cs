namespace ProcessProxy.Platform.Files;

/// <summary>A group of the system's users.</summary>
/// <param name="Id">Its number.</param>
internal readonly record struct SystemGroup(uint Id)
{
    /// <summary>Whether the system has such groups. Windows has others, which are not let in.</summary>
    public static bool Exist => CurrentPlatform.Rights.HaveGroups;

    /// <summary>The group with a name, or with a number whether it has a name or not; null when there is none.</summary>
    public static SystemGroup? Find(string nameOrNumber) => CurrentPlatform.Rights.FindGroup(nameOrNumber);

    /// <summary>Whether a user is a member, by his own group or by being listed. One that the system does not know is none.</summary>
    public bool Has(uint user) => CurrentPlatform.Rights.IsMember(user, this);
}
