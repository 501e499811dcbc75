using System.Globalization;

namespace ProcessProxy;

/// <summary>Describes resource use.</summary>
internal static class ResourceText
{
    private const double Megabyte = 1 << 20;

    /// <summary><c>12.5 % CPU, 120 MB</c>; unknown values are omitted.</summary>
    public static string Of(double? cpu, long? memory)
    {
        string?[] parts =
        [
            cpu is { } share ? string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.#} % CPU") : null,
            memory is { } bytes ? string.Create(CultureInfo.InvariantCulture, $"{bytes / Megabyte:0} MB") : null,
        ];
        return string.Join(", ", parts.Where(part => part is not null));
    }
}
