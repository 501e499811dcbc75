using ProcessProxy.Platform.Files;
using ProcessProxy.Platform.Network;

namespace ProcessProxy.Platform.Servers;

/// <summary>
/// The folder of state that a server holds: where it was when the server started, whatever its path leads to later, and made anew when it
/// has gone away. Where the path leads to meanwhile there is a second lock, so that the server is found there, and no other one starts.
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

    /// <summary>What has become of the folder since the last look.</summary>
    public enum Change
    {
        /// <summary>Nothing.</summary>
        None,

        /// <summary>It had gone away and was made anew: nothing is in it.</summary>
        Renewed,

        /// <summary>The path leads elsewhere now.</summary>
        Elsewhere,
    }

    /// <summary>Where the state is, as the system names it.</summary>
    public string Directory => held.Directory;

    /// <summary>Where the path leads to now, when that is another folder; else null.</summary>
    public string? Signpost => signpost?.Directory;

    /// <summary>A sentence when rights of others had to be taken away at the start.</summary>
    public string? Restricted { get; }

    /// <summary>Takes a folder of state.</summary>
    /// <param name="path">Its path, as people name it; the folder is made where it is missing.</param>
    /// <param name="self">What the lock says of this process.</param>
    /// <param name="group">The group whose members may find the server, too; null for nobody.</param>
    /// <exception cref="ServerLockedException">Another server holds it.</exception>
    /// <exception cref="IOException">It cannot be made, or others can write it.</exception>
    public static StateHome Take(string path, ServerRecord self, SystemGroup? group = null) => new(path, self, group);

    /// <summary>Writes down where the server can be talked to, for whoever finds the lock taken.</summary>
    public void Announce(IReadOnlyList<string> addresses, string? socket)
    {
        record = record with { Addresses = addresses, Socket = socket };
        held.Write(record);
        signpost?.Write(record);
    }

    /// <summary>Looks whether the folder is still there and whether the path still leads to it, and sees to it.</summary>
    /// <exception cref="IOException">It has gone away and cannot be made anew.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    /// <exception cref="ServerLockedException">It has gone away, and another process holds what is there now.</exception>
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
            // The folder is gone for good and its path leads elsewhere: that is where it is from now on.
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

    /// <summary>Puts a lock where the path leads to now. What cannot be prepared there is no concern of the server that runs: nobody can start there either.</summary>
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

    /// <summary>A server that was killed may have left its state where the path led to then, and a lock here that says so.</summary>
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
