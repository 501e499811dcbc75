using System.Globalization;

namespace ProcessProxy.Platform.FailPoints;

/// <summary>The effects of a failpoint.</summary>
internal enum FailPointAction
{
    /// <summary>The server dies as with kill -9.</summary>
    Kill,

    /// <summary>The step throws an <see cref="IOException"/>.</summary>
    Fail,

    /// <summary>The step takes longer.</summary>
    Delay,
}

/// <summary>One rule of a plan.</summary>
/// <param name="Step">The name of the step; null for every step.</param>
/// <param name="Action">The effect.</param>
/// <param name="Delay">The additional time.</param>
/// <param name="Chance">The probability, from 0 to 1.</param>
internal sealed record FailPointRule(string? Step, FailPointAction Action, TimeSpan Delay, double Chance);

/// <summary>
/// The steps that are made to fail, written as <c>step=action,step=action</c>: <c>kill</c> (also the default),
/// <c>fail</c> or <c>delay:MILLISECONDS</c>, each optionally followed by <c>@CHANCE</c> if it should not happen every
/// time; <c>*</c> means every step. <c>spawned</c>, <c>write-state=fail@0.1,*=delay:20@0.05</c>.
/// </summary>
internal sealed class FailPointPlan(IReadOnlyList<FailPointRule> rules, int seed)
{
    private readonly Lock gate = new();
    private readonly Random random = new(seed);

    /// <summary>Reads a plan.</summary>
    /// <exception cref="FormatException">It is invalid: a test that relies on it must not pass by mistake.</exception>
    public static FailPointPlan Parse(string? text, string? seed) => new(
        [.. (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Rule)],
        int.Parse(seed ?? "0", CultureInfo.InvariantCulture));

    /// <summary>Returns what happens at this step this time, or null. The first rule that applies counts.</summary>
    public FailPointRule? Next(string step)
    {
        foreach (var rule in rules)
        {
            if ((rule.Step is null || rule.Step == step) && Strikes(rule))
            {
                return rule;
            }
        }

        return null;
    }

    private static FailPointRule Rule(string text)
    {
        var chanceAt = text.IndexOf('@', StringComparison.Ordinal);
        var chance = chanceAt < 0 ? 1 : double.Parse(text.AsSpan(chanceAt + 1), CultureInfo.InvariantCulture);
        var parts = (chanceAt < 0 ? text : text[..chanceAt]).Split('=');
        var action = parts.Length > 1 ? parts[1] : "kill";
        var step = parts[0] == "*" ? null : parts[0];
        const string delay = "delay:";
        return action switch
        {
            "kill" => new(step, FailPointAction.Kill, TimeSpan.Zero, chance),
            "fail" => new(step, FailPointAction.Fail, TimeSpan.Zero, chance),
            _ when action.StartsWith(delay, StringComparison.Ordinal) => new(
                step, FailPointAction.Delay, TimeSpan.FromMilliseconds(int.Parse(action.AsSpan(delay.Length), CultureInfo.InvariantCulture)), chance),
            _ => throw new FormatException($"There is no failpoint action '{action}'."),
        };
    }

    private bool Strikes(FailPointRule rule)
    {
        lock (gate)
        {
            return rule.Chance >= 1 || random.NextDouble() < rule.Chance;
        }
    }
}
