using System.Globalization;
using System.Runtime.InteropServices;
using ProcessProxy.Platform.Files;

namespace ProcessProxy.Platform.Unix;

/// <summary>The users and groups of the system, from the C library.</summary>
internal static unsafe partial class GroupDatabase
{
    private const int BufferSize = 64 * 1024;
    private const int MostGroups = 64 * 1024;

    /// <inheritdoc cref="SystemGroup.Find"/>
    public static SystemGroup? Find(string nameOrNumber)
    {
        if (uint.TryParse(nameOrNumber, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return new SystemGroup(number);
        }

        // struct group: name, password, number, members. The same on Linux and macOS.
        var group = stackalloc byte[64];
        var buffer = new byte[BufferSize];
        fixed (byte* texts = buffer)
        {
            return GroupByName(nameOrNumber, group, texts, BufferSize, out var found) == 0 && found != 0 ? new SystemGroup(*(uint*)(group + 16)) : null;
        }
    }

    /// <inheritdoc cref="SystemGroup.Has"/>
    public static bool IsMember(uint user, SystemGroup group)
    {
        // struct passwd: name, password, user, group, …
        var entry = stackalloc byte[128];
        var buffer = new byte[BufferSize];
        fixed (byte* texts = buffer)
        {
            if (UserByNumber(user, entry, texts, BufferSize, out var found) != 0 || found == 0)
            {
                return false;
            }

            var own = *(uint*)(entry + 20);
            return own == group.Id || Listed(*(byte**)entry, own).Contains(group.Id);
        }
    }

    private static uint[] Listed(byte* name, uint own)
    {
        var count = 64;
        while (true)
        {
            var groups = new uint[count];
            fixed (uint* list = groups)
            {
                var size = count;
                if (GroupList(name, own, list, ref size) >= 0)
                {
                    return groups[..Math.Min(size, count)];
                }
            }

            if (count >= MostGroups)
            {
                return [];
            }

            count *= 4;
        }
    }

    [LibraryImport("libc", EntryPoint = "getgrnam_r", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int GroupByName(string name, byte* group, byte* buffer, nuint size, out nint found);

    [LibraryImport("libc", EntryPoint = "getpwuid_r")]
    private static partial int UserByNumber(uint user, byte* entry, byte* buffer, nuint size, out nint found);

    [LibraryImport("libc", EntryPoint = "getgrouplist")]
    private static partial int GroupList(byte* name, uint own, uint* groups, ref int count);
}
