using System.Globalization;

namespace ProcessProxy.Platform.FailPoints;

/// <summary>What a failpoint does.</summary>
internal enum FailPointAction
{
    /// <summary>The server dies as by kill -9.</summary>
    Kill,

    /// <summary>The step throws an <see cref="IOException"/>.</summary>
    Fail,

    /// <summary>The step takes longer.</summary>
    Delay,
}

/// <summary>One thing that is made to happen.</summary>
/// <param name="Step">The name of the step; null for every step.</param>
/// <param name="Action">What happens.</param>
/// <param name="Delay">How long it takes.</param>
/// <param name="Chance">How often, from 0 to 1.</param>
internal sealed record FailPointRule(string? Step, FailPointAction Action, TimeSpan Delay, double Chance);

/// <summary>
/// Which steps are made to fail, written as <c>step=action,step=action</c>: <c>kill</c> (also when no action is
/// written), <c>fail</c> or <c>delay:MILLISECONDS</c>, each with <c>@CHANCE</c> behind it when it is not to happen every
/// time; <c>*</c> means every step. <c>spawned</c>, <c>write-state=fail@0.1,*=delay:20@0.05</c>.
/// </summary>
internal sealed class FailPointPlan(IReadOnlyList<FailPointRule> rules, int seed)
{
    private readonly Lock gate = new();
    private readonly Random random = new(seed);

    /// <summary>Reads a plan.</summary>
    /// <exception cref="FormatException">It cannot be read: a test that relies on it must not pass for that.</exception>
    public static FailPointPlan Parse(string? text, string? seed) => new(
        [.. (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Rule)],
        int.Parse(seed ?? "0", CultureInfo.InvariantCulture));

    /// <summary>What is to happen at this step this time; null for nothing. The first rule that strikes counts.</summary>
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
