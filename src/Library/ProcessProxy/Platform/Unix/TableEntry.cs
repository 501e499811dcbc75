using System.Globalization;

namespace ProcessProxy.Platform.Unix;

/// <summary>One process of the machine at the moment of a look at all of them.</summary>
internal readonly record struct TableEntry(int Pid, string Name, int Group, int Session, ulong StartTicks, string? Run, string? Id)
{
    /// <summary>The process for people: <c>name (pid)</c>.</summary>
    public string Description => string.Create(CultureInfo.InvariantCulture, $"{Name} ({Pid})");
}
