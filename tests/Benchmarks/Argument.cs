using System.Globalization;

namespace ProcessProxy.Benchmarks;

/// <summary>One <c>name=value</c> of a command line.</summary>
/// <param name="Name">What is set.</param>
/// <param name="Value">To what.</param>
internal sealed record Argument(string Name, string Value)
{
    /// <summary>The value as words between commas.</summary>
    public string[] Words => Value.Split(',', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The value as numbers between commas; null when one is none, or not above zero.</summary>
    public int[]? Numbers
    {
        get
        {
            int[] all = [.. Words.Select(word => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)];
            return all.Length > 0 && all.All(number => number > 0) ? all : null;
        }
    }

    /// <summary>The value as one number above zero.</summary>
    public int? Number => Numbers is [var number] ? number : null;

    /// <summary>Takes each argument into the options; null when one is not understood.</summary>
    public static T? Take<T>(T options, string[] arguments, Func<T, Argument, T?> take)
        where T : class => arguments.Aggregate(
            (T?)options, (taken, text) => taken is null ? null : take(taken, text.Split('=', 2) is [var name, var value] ? new(name, value) : new(text, "")));

    /// <summary>Whether a name is wanted: by its beginning, or because nothing was said.</summary>
    public static bool Wants(string[] wanted, string name) =>
        wanted.Length == 0 || wanted.Any(begin => name.StartsWith(begin, StringComparison.OrdinalIgnoreCase));
}
