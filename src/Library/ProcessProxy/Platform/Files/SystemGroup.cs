namespace ProcessProxy.Platform.Files;

/// <summary>A group of the system's users.</summary>
/// <param name="Id">Its number.</param>
internal readonly record struct SystemGroup(uint Id)
{
    /// <summary>Gets whether the system has such groups. Windows has others, which get no access.</summary>
    public static bool Exist => CurrentPlatform.Rights.HaveGroups;

    /// <summary>Returns the group with a name, or with a number whether it has a name or not, or null.</summary>
    public static SystemGroup? Find(string nameOrNumber) => CurrentPlatform.Rights.FindGroup(nameOrNumber);

    /// <summary>Returns whether a user is a member, by their primary group or by being listed. A user unknown to the system is none.</summary>
    public bool Has(uint user) => CurrentPlatform.Rights.IsMember(user, this);
}
