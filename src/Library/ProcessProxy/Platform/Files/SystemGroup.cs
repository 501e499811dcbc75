using System.Globalization;
using System.Runtime.InteropServices;

namespace ProcessProxy.Platform.Files;

/// <summary>A group of the system's users. Not for Windows.</summary>
/// <param name="Id">Its number.</param>
internal readonly unsafe partial record struct SystemGroup(uint Id)
{
    private const int BufferSize = 64 * 1024;
    private const int MostGroups = 64 * 1024;

    /// <summary>The group with a name, or with a number whether it has a name or not; null when there is none.</summary>
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

    /// <summary>Whether a user is a member, by his own group or by being listed. One that the system does not know is none.</summary>
    public bool Has(uint user)
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
            return own == Id || Listed(*(byte**)entry, own).Contains(Id);
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
