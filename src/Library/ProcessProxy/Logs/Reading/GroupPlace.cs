using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using ProcessProxy.Configuration;

namespace ProcessProxy.Logs.Reading;

/// <summary>
/// How far a reader has read the logs of all instances of a process, as text: when it began, and then the number of each instance and the place in its
/// log (<see cref="LogPlace"/>).
/// </summary>
/// <param name="Since">When the reader began: an instance without a place is read from then on. Null if unknown.</param>
/// <param name="Places">The place in the log of each instance.</param>
internal sealed record GroupPlace(DateTimeOffset? Since, ImmutableSortedDictionary<int, string> Places)
{
    private const char Between = '_';

    /// <summary>Writes the place.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{(Since ?? DateTimeOffset.UnixEpoch).UtcTicks:x}");
        foreach (var (instance, place) in Places.Take(ProcessSpec.MostInstances))
        {
            text.Append(CultureInfo.InvariantCulture, $"{Between}{instance}{Between}{place}");
        }

        return text.ToString();
    }

    /// <summary>Reads a place; every text is valid.</summary>
    /// <param name="text">The place, or one in a single log.</param>
    /// <param name="only">The instance that a place in a single log belongs to.</param>
    public static GroupPlace Read(string text, int only)
    {
        var places = ImmutableSortedDictionary<int, string>.Empty;
        var parts = text.Split(Between, 2 * ProcessSpec.MostInstances + 2);
        if (parts.Length == 1)
        {
            return new GroupPlace(null, places.Add(only, text));
        }

        for (var at = 1; at + 1 < parts.Length; at += 2)
        {
            if (int.TryParse(parts[at], NumberStyles.None, CultureInfo.InvariantCulture, out var instance) && instance is > 0 and <= ProcessSpec.MostInstances)
            {
                places = places.SetItem(instance, parts[at + 1]);
            }
        }

        return new GroupPlace(
            long.TryParse(parts[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var ticks) && ticks >= 0 && ticks <= DateTimeOffset.MaxValue.UtcTicks
                ? new DateTimeOffset(ticks, TimeSpan.Zero)
                : null,
            places);
    }
}
