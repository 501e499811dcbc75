using System.Globalization;
using Xunit;

namespace ProcessProxy.Harness;

/// <summary>
/// Where fault tests say what they counted: with the test's output, and as a row of the table that
/// <c>PROCESSPROXY_FAULT_TABLE</c> names. <c>PROCESSPROXY_LONG=60</c> makes those that take long take long: 60 minutes each.
/// </summary>
public static class FaultTable
{
    private static readonly Lock Gate = new();

    private static readonly int Minutes = int.Parse(Environment.GetEnvironmentVariable("PROCESSPROXY_LONG") ?? "0", CultureInfo.InvariantCulture);

    public static bool IsLong => Minutes > 0;

    /// <summary>The time limit of a test that may run long, in milliseconds.</summary>
    public const int LongTimeout = 2 * 60 * 60 * 1000;

    /// <summary>One of two amounts, by how long the tests may take.</summary>
    public static T Amount<T>(T brief, T whole) => IsLong ? whole : brief;

    /// <summary>How long something goes on whose length is a matter of patience: the minutes that were asked for, or this.</summary>
    public static TimeSpan Duration(TimeSpan brief) => IsLong ? TimeSpan.FromMinutes(Minutes) : brief;

    /// <summary>Adds a row.</summary>
    /// <param name="fault">What was done to it.</param>
    /// <param name="counts">What was counted.</param>
    public static void Add(string fault, FormattableString counts)
    {
        var row = $"| {fault} | {counts.ToString(CultureInfo.InvariantCulture)} |";
        TestContext.Current.TestOutputHelper?.WriteLine(row);
        if (Environment.GetEnvironmentVariable("PROCESSPROXY_FAULT_TABLE") is { Length: > 0 } file)
        {
            lock (Gate)
            {
                File.AppendAllText(file, row + "\n");
            }
        }
    }
}
