using System.Globalization;
using System.Text;

namespace ProcessProxy.Platform.Linux.Cgroups;

/// <summary>The mount of the control groups (cgroup v2) of this machine.</summary>
/// <param name="Folder">The folder of the mount.</param>
/// <param name="Root">The group that is mounted there; <c>/</c> unless a container mounts only its own.</param>
internal sealed record ControlGroupMount(string Folder, string Root)
{
    private const int FirstOptional = 6;

    /// <summary>Finds the mount.</summary>
    /// <param name="mounts">The lines of <c>/proc/self/mountinfo</c>.</param>
    /// <returns>Null if there is none: an old kernel, or only version 1.</returns>
    public static ControlGroupMount? Find(IEnumerable<string> mounts)
    {
        foreach (var mount in mounts)
        {
            // 41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw, with any number of optional fields before the dash.
            var fields = mount.Split(' ');
            var dash = fields.Length > FirstOptional ? Array.IndexOf(fields, "-", FirstOptional) : -1;
            if (dash > 0 && dash + 1 < fields.Length && fields[dash + 1] == "cgroup2")
            {
                return new ControlGroupMount(Unescape(fields[4]), Unescape(fields[3]));
            }
        }

        return null;
    }

    /// <summary>Returns the group of a process, as the kernel names it, or null if it has none or is gone.</summary>
    /// <param name="process">A pid, or <c>self</c>.</param>
    public static string? GroupOf(string process)
    {
        try
        {
            foreach (var line in File.ReadLines($"/proc/{process}/cgroup"))
            {
                if (line.StartsWith("0::/", StringComparison.Ordinal))
                {
                    return line["0::".Length..];
                }
            }
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // The process is gone, or the kernel has no control groups at all.
        }

        return null;
    }

    /// <summary>Returns the group of a process, as the kernel names it, or null if it has none or is gone.</summary>
    public static string? GroupOf(int pid) => GroupOf(pid.ToString(CultureInfo.InvariantCulture));

    /// <summary>Returns the folder of a group, or null if it is not visible through this mount, or its name is invalid.</summary>
    public string? FolderOf(string group)
    {
        var inside = Root == "/" ? group
            : group == Root ? "/"
            : group.StartsWith(Root + "/", StringComparison.Ordinal) ? group[Root.Length..]
            : null;
        return inside is null || inside[0] != '/' || inside.Split('/').Any(part => part is "." or "..") ? null
            : inside == "/" ? Folder
            : Folder + inside;
    }

    // Spaces and similar characters are written as three octal digits.
    private static string Unescape(string field)
    {
        if (!field.Contains('\\', StringComparison.Ordinal))
        {
            return field;
        }

        var text = new StringBuilder(field.Length);
        for (var i = 0; i < field.Length; i++)
        {
            if (field[i] == '\\' && i + 3 < field.Length)
            {
                text.Append((char)Convert.ToInt32(field.Substring(i + 1, 3), 8));
                i += 3;
            }
            else
            {
                text.Append(field[i]);
            }
        }

        return text.ToString();
    }
}
