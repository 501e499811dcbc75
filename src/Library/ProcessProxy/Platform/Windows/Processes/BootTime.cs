using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace ProcessProxy.Platform.Windows.Processes;

/// <summary>
/// Distinguishes boots by the time they began. Windows corrects that time when the clock is set, and records the correction,
/// so the difference stays the same as long as the machine is up.
/// </summary>
[SupportedOSPlatform("windows")]
internal static unsafe partial class BootTime
{
    private const int TimeOfDay = 3;

    /// <summary>Returns the name of the current boot.</summary>
    /// <exception cref="InvalidOperationException">Windows does not provide it.</exception>
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
