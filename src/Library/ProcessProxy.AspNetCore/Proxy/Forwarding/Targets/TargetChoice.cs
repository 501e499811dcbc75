using ProcessProxy.Configuration;

namespace ProcessProxy.AspNetCore.Proxy.Forwarding.Targets;

/// <summary>Chooses one of several targets for a request. Targets that were just unreachable come last.</summary>
internal sealed class TargetChoice(LoadBalancing policy, Random random)
{
    private uint turn = uint.MaxValue;

    /// <summary>Chooses one.</summary>
    /// <param name="targets">The targets.</param>
    /// <param name="tried">The targets that failed for this request, which are not chosen again; null for none.</param>
    /// <returns>Null if all have been tried or take no requests.</returns>
    public Target? Choose(ReadOnlySpan<Target> targets, List<Target>? tried)
    {
        Span<int> open = stackalloc int[targets.Length];
        var count = Collect(targets, open, tried, upOnly: true);
        if (count == 0)
        {
            // All of them were unreachable: this may be over, so one must be tried.
            count = Collect(targets, open, tried, upOnly: false);
        }

        return count switch
        {
            0 => null,
            1 => targets[open[0]],
            _ => targets[Pick(targets, open[..count])],
        };
    }

    private int Pick(ReadOnlySpan<Target> targets, ReadOnlySpan<int> open) => policy switch
    {
        LoadBalancing.First => open[0],
        LoadBalancing.LeastRequests => Least(targets, open),
        LoadBalancing.PowerOfTwo => OfTwo(targets, open),
        LoadBalancing.RoundRobin => open[(int)(Interlocked.Increment(ref turn) % (uint)open.Length)],
        _ => throw new InvalidOperationException($"Nothing is known of balancing by {policy}."),
    };

    private static int Collect(ReadOnlySpan<Target> targets, Span<int> open, List<Target>? tried, bool upOnly)
    {
        var count = 0;
        for (var i = 0; i < targets.Length; i++)
        {
            if (targets[i].IsOpen && (!upOnly || targets[i].IsUp) && tried?.Contains(targets[i]) != true)
            {
                open[count++] = i;
            }
        }

        return count;
    }

    private static int Least(ReadOnlySpan<Target> targets, ReadOnlySpan<int> open)
    {
        var best = open[0];
        foreach (var one in open[1..])
        {
            if (targets[one].InFlight < targets[best].InFlight)
            {
                best = one;
            }
        }

        return best;
    }

    private int OfTwo(ReadOnlySpan<Target> targets, ReadOnlySpan<int> open)
    {
        var first = random.Next(open.Length);
        var second = random.Next(open.Length - 1);
        second += second >= first ? 1 : 0;
        return targets[open[second]].InFlight < targets[open[first]].InFlight ? open[second] : open[first];
    }
}
