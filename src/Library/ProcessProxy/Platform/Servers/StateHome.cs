using ProcessProxy.Platform.Files;
using ProcessProxy.Platform.Network;

namespace ProcessProxy.Platform.Servers;

/// <summary>
/// The state folder that a server holds: where it was when the server started, wherever its path points later, and recreated when it
/// was removed. If the path now points elsewhere, there is a second lock, so that the server is found there and no other one starts.
/// </summary>
internal sealed class StateHome : IDisposable
{
    private readonly string path;
    private readonly ServerRecord self;
    private readonly SystemGroup? group;
    private readonly List<IServerName> names = [];
    private ServerLock held;
    private ServerLock? signpost;
    private ServerRecord record;

    private StateHome(string path, ServerRecord self, SystemGroup? group)
    {
        this.path = path;
        this.self = self;
        this.group = group;
        Restricted = StateDirectory.Prepare(path, group);
        var real = CurrentPlatform.Files.RealPath(path);
        held = ServerLock.Take(real, self with { StateDirectory = real }, group);
        try
        {
            TakeNames(real);
            FollowFormer(real);
            record = self with { StateDirectory = held.Directory };
            signpost?.Write(record);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What happened to the folder since the last check.</summary>
    public enum Change
    {
        /// <summary>Nothing.</summary>
        None,

        /// <summary>It was removed and has been recreated: it is empty.</summary>
        Renewed,

        /// <summary>The path now points elsewhere.</summary>
        Elsewhere,
    }

    /// <summary>Gets the folder of the state, without links.</summary>
    public string Directory => held.Directory;

    /// <summary>Gets where the path points now if that is another folder; otherwise null.</summary>
    public string? Signpost => signpost?.Directory;

    /// <summary>Gets a message if permissions of others had to be removed at the start.</summary>
    public string? Restricted { get; }

    /// <summary>Takes a state folder.</summary>
    /// <param name="path">Its path as configured; a missing folder is created.</param>
    /// <param name="self">The record of this process in the lock.</param>
    /// <param name="group">The group whose members may also find the server; null for nobody.</param>
    /// <exception cref="ServerLockedException">Another server holds it.</exception>
    /// <exception cref="IOException">It cannot be created, or others can write it.</exception>
    public static StateHome Take(string path, ServerRecord self, SystemGroup? group = null) => new(path, self, group);

    /// <summary>Records the addresses of the server, for those who find the lock taken.</summary>
    public void Announce(IReadOnlyList<string> addresses, string? socket)
    {
        record = record with { Addresses = addresses, Socket = socket };
        held.Write(record);
        signpost?.Write(record);
    }

    /// <summary>Checks whether the folder still exists and the path still points to it, and repairs both.</summary>
    /// <exception cref="IOException">It was removed and cannot be recreated.</exception>
    /// <exception cref="UnauthorizedAccessException">It was removed and may not be recreated.</exception>
    /// <exception cref="ServerLockedException">It was removed, and another process holds the folder that is there now.</exception>
    public Change Look()
    {
        names.ForEach(name => name.Drain());
        if (!held.IsThere)
        {
            Renew();
            return Change.Renewed;
        }

        return FollowPath() ? Change.Elsewhere : Change.None;
    }

    public void Dispose()
    {
        signpost?.Dispose();
        held.Dispose();
        names.ForEach(name => name.Dispose());
    }

    private void Renew()
    {
        StateDirectory.Prepare(path, group);
        var real = CurrentPlatform.Files.RealPath(path);
        if (signpost?.Directory == real)
        {
            // The folder is gone permanently and its path points elsewhere: the state is there from now on.
            held.Dispose();
            held = signpost;
            signpost = null;
        }
        else
        {
            var anew = ServerLock.Take(real, record, group);
            held.Dispose();
            held = anew;
        }

        record = record with { StateDirectory = held.Directory };
        held.Write(record);
    }

    /// <summary>Places a lock where the path points now. An error there does not matter to the running server: nobody else can start there either.</summary>
    private bool FollowPath()
    {
        var now = System.IO.Directory.Exists(path) ? CurrentPlatform.Files.RealPath(path) : null;
        if (now == held.Directory)
        {
            signpost?.Dispose();
            signpost = null;
            return false;
        }

        if (now is not null && signpost is { IsThere: true } && signpost.Directory == now)
        {
            return false;
        }

        StateDirectory.Prepare(path, group);
        var real = CurrentPlatform.Files.RealPath(path);
        if (real == held.Directory)
        {
            return false;
        }

        signpost?.Dispose();
        signpost = null;
        signpost = ServerLock.Take(real, record, group);
        return true;
    }

    /// <summary>Finds the state that a killed server left where the path pointed then, with a lock here that says so.</summary>
    private void FollowFormer(string real)
    {
        if (held.Former?.StateDirectory is { } former && former != real && System.IO.Directory.Exists(former) && StateDirectory.Distrust(former) is null)
        {
            var there = ServerLock.Take(former, self with { StateDirectory = former }, group);
            signpost = held;
            held = there;
        }
    }

    private void TakeNames(string real)
    {
        foreach (var name in new[] { path, real }.Distinct(StringComparer.Ordinal))
        {
            if (CurrentPlatform.Network.TakeName(name) is { } taken)
            {
                names.Add(taken);
            }
        }
    }
}
