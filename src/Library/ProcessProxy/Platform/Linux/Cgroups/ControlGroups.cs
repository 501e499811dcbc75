using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.Linux.Cgroups;

/// <summary>
/// The control groups of one state directory: <c>processproxy-DIGEST/ID~RUN</c> below the server's own group. The name
/// alone identifies the owner, so no forged or damaged state file can make a server touch another group.
/// </summary>
internal sealed class ControlGroups : IDisposable
{
    /// <summary>The message for a machine without usable control groups.</summary>
    public const string MarksOnly = "Control groups cannot be used here, so what a program starts is found by its session and the mark in its environment.";

    private const int Writable = 2;

    /// <summary>A number far above the highest possible pid.</summary>
    private const int NoProcess = int.MaxValue;

    private readonly ControlGroupMount mount;
    private readonly string familyName;
    private readonly string? family;
    private readonly ILogger logger;
    private readonly ILookup<string, LeftGroup> found;

    /// <summary>The groups where servers that ran in other groups have put their programs.</summary>
    private readonly ConcurrentDictionary<string, byte> foreignFamilies = new(StringComparer.Ordinal);

    private ControlGroups(ControlGroupMount mount, string familyName, string? family, ILogger logger)
    {
        this.mount = mount;
        this.familyName = familyName;
        this.family = family;
        this.logger = logger;
        RemoveEmpty();
        found = Existing().Select(group => (Group: group, Name: ProcessMark.Split(NameOf(group))))
            .ToLookup(left => left.Name.Id, left => new LeftGroup(left.Group, left.Name.Mark), StringComparer.Ordinal);
    }

    /// <summary>Gets a message about how reliably descendants are found here, or null if this is as reliable as possible.</summary>
    public string? Notice => family is null ? MarksOnly : null;

    /// <summary>Determines whether there are control groups and whether we may create some.</summary>
    /// <returns>Null if there are none.</returns>
    public static ControlGroups? Create(string stateDirectory, ILogger logger)
    {
        var familyName = FamilyName(stateDirectory);
        var (mount, family, problem) = Prepare(familyName);
        if (problem is not null)
        {
            PlatformLog.ControlGroupsUnavailable(logger, problem);
        }

        return mount is null ? null : new ControlGroups(mount, familyName, family, logger);
    }

    /// <summary>Returns the name of the group that contains all groups of a state directory.</summary>
    public static string FamilyName(string stateDirectory) =>
        "processproxy-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(stateDirectory))))[..12];

    /// <summary>Creates the group of a run.</summary>
    /// <returns>The entrance to it; null if this is impossible: a launch never fails for lack of a group.</returns>
    public ControlGroupEntrance? TryCreate(string mark)
    {
        if (family is null)
        {
            return null;
        }

        var path = $"{family}/{ProcessMark.GroupName(mark)}";
        var folder = mount.FolderOf(path)!;
        var group = new ControlGroup(path, folder);
        try
        {
            Directory.CreateDirectory(folder);
            return new ControlGroupEntrance(group, group.OpenDoor());
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            group.Remove();
            PlatformLog.ControlGroupRefused(logger, path, refused.Message);
            return null;
        }
    }

    /// <summary>Returns the group with this name, if it belongs to the run <paramref name="mark"/> of a process of this state directory.</summary>
    public ControlGroup? Open(string? path, string mark)
    {
        if (path is null || !IsOurs(path) || !path.EndsWith("/" + ProcessMark.GroupName(mark), StringComparison.Ordinal)
            || mount.FolderOf(path) is not { } folder || !Directory.Exists(folder))
        {
            return null;
        }

        if (path[..path.LastIndexOf('/')] is var familyOf && familyOf != family)
        {
            foreignFamilies.TryAdd(familyOf, 0);
        }

        return new ControlGroup(path, folder);
    }

    /// <summary>Returns the group of a living program of the run <paramref name="mark"/>, if it is its own group.</summary>
    public ControlGroup? OfRun(int pid, string mark) => Open(ControlGroupMount.GroupOf(pid), mark);

    /// <summary>Returns the populated groups that earlier servers left for this process.</summary>
    public IEnumerable<LeftGroup> LeftOf(string id) => found[id].Where(left => left.Group.IsPopulated);

    /// <summary>Returns the populated group that an earlier server left for this run.</summary>
    public IEnumerable<LeftGroup> LeftOfRun(string mark) =>
        found.SelectMany(left => left).Where(left => left.Mark == mark && left.Group.IsPopulated);

    /// <summary>Removes empty groups. Running programs keep theirs.</summary>
    public void Dispose()
    {
        RemoveEmpty();
        foreach (var path in family is null ? foreignFamilies.Keys : foreignFamilies.Keys.Append(family))
        {
            new ControlGroup(path, mount.FolderOf(path)!).Remove();
        }
    }

    private static (ControlGroupMount? Mount, string? Family, string? Problem) Prepare(string familyName)
    {
        ControlGroupMount? mount = null;
        try
        {
            mount = ControlGroupMount.Find(File.ReadLines("/proc/self/mountinfo"));
            if (mount is null)
            {
                return (null, null, "no control groups of version 2 are mounted");
            }

            if (ControlGroupMount.GroupOf("self") is not { } own)
            {
                return (mount, null, "the server is in no control group");
            }

            // A server that was started by a program of its predecessor is in that program's group and must not put
            // the others there too.
            var nested = $"{own}/".IndexOf($"/{familyName}/", StringComparison.Ordinal);
            var parent = nested < 0 ? own.TrimEnd('/') : own[..nested];
            var family = $"{parent}/{familyName}";
            if (mount.FolderOf(parent.Length == 0 ? "/" : parent) is not { } parentFolder)
            {
                return (mount, null, $"the server's group {own} is not mounted");
            }

            // Moving a process requires write access to the common ancestor of both groups.
            if (Libc.Access(Path.Combine(parentFolder, "cgroup.procs"), Writable) != 0)
            {
                return (mount, null, $"the group {own} may not be written");
            }

            var folder = mount.FolderOf(family)!;
            Directory.CreateDirectory(folder);
            var type = File.ReadAllText(Path.Combine(folder, "cgroup.type")).Trim();
            if (type == "domain")
            {
                // The first call of a method waits for its compilation, and the first program must not outrun its move.
                using var door = new ControlGroup(family, folder).OpenDoor();
                ControlGroup.TryAdd(NoProcess, door);
                return (mount, family, null);
            }

            Directory.Delete(folder);
            return (mount, null, $"groups below {own} are '{type}'");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return (mount, null, refused.Message);
        }
    }

    private static string NameOf(ControlGroup group) => group.Path[(group.Path.LastIndexOf('/') + 1)..];

    /// <summary>Returns whether a group belongs to a run of this state directory, by its name.</summary>
    private bool IsOurs(string path)
    {
        var parts = path.Split('/');
        return parts.Length >= 3 && parts[^2] == familyName && ProcessMark.Split(parts[^1]).Id.Length > 0 && !path.Contains('\0', StringComparison.Ordinal);
    }

    private List<ControlGroup> Existing()
    {
        if (family is null)
        {
            return [];
        }

        try
        {
            return [.. Directory.EnumerateDirectories(mount.FolderOf(family)!)
                .Select(folder => new ControlGroup($"{family}/{Path.GetFileName(folder)}", folder)).Where(group => IsOurs(group.Path))];
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // None of our groups exist.
            return [];
        }
    }

    private void RemoveEmpty()
    {
        foreach (var group in Existing())
        {
            group.Remove();
        }
    }
}

/// <summary>A group that an earlier server created, with the mark of its run.</summary>
internal sealed record LeftGroup(ControlGroup Group, string Mark);
