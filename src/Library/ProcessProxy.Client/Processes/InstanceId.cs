using System.Globalization;

namespace ProcessProxy;

/// <summary>The address of a process, or of one of its instances: <c>web</c>, <c>web:2</c>.</summary>
/// <param name="Process">The ID of the process.</param>
/// <param name="Instance">The number of the instance; null for the whole process.</param>
internal readonly record struct InstanceId(string Process, int? Instance)
{
    private const char Separator = ':';

    /// <summary>Reads an address. IDs have no colon, so nothing else is meant by one.</summary>
    public static InstanceId Parse(string address)
    {
        var at = address.IndexOf(Separator, StringComparison.Ordinal);
        return at > 0 && int.TryParse(address.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var instance) && instance > 0
            ? new(address[..at], instance)
            : new(address, null);
    }

    /// <summary>Returns what is meant of a process with this ID: the whole, or one of its instances; null if it has no such instance.</summary>
    public ProcessInfo? Of(ProcessInfo whole) => Instance is not { } number ? whole
        : whole.Instances is { } all ? all.ElementAtOrDefault(number - 1)
        : number == 1 ? whole
        : null;

    /// <summary>Returns the address.</summary>
    public override string ToString() => Instance is { } number ? string.Create(CultureInfo.InvariantCulture, $"{Process}{Separator}{number}") : Process;
}
