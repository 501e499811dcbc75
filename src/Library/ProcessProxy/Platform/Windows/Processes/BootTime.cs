using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace ProcessProxy.Platform.Windows.Processes;

/// <summary>
/// Tells boots apart by the moment they began. Windows corrects that moment when the clock is set and notes by how much,
/// so that the difference stays the same as long as the machine is up.
/// </summary>
[SupportedOSPlatform("windows")]
internal static unsafe partial class BootTime
{
    private const int TimeOfDay = 3;

    /// <summary>The name of the current boot.</summary>
    /// <exception cref="InvalidOperationException">Windows does not tell.</exception>
    public static string Id()
    {
        TimeOfDayInformation now;
        var status = NtQuerySystemInformation(TimeOfDay, &now, (uint)sizeof(TimeOfDayInformation), out _);
        return status >= 0
            ? (now.BootTime - (long)now.BootTimeBias).ToString("x16", CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"Windows does not tell when it was started (status {status:x8}).");
    }

    [LibraryImport("ntdll")]
    private static partial int NtQuerySystemInformation(int kind, void* buffer, uint size, out uint written);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeOfDayInformation
    {
        public long BootTime;
        public long CurrentTime;
        public long TimeZoneBias;
        public uint TimeZoneId;
        public uint Reserved;
        public ulong BootTimeBias;
        public ulong SleepTimeBias;
    }
}
