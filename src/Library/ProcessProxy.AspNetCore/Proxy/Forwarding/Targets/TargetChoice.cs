using ProcessProxy.Configuration;

namespace ProcessProxy.AspNetCore.Proxy.Forwarding.Targets;

/// <summary>Chooses one of several targets for a request. Targets that were just unreachable come last.</summary>
internal sealed class TargetChoice(Target[] targets, LoadBalancing policy, Random random)
{
    private uint turn = uint.MaxValue;

    /// <summary>Chooses one.</summary>
    /// <param name="tried">The targets that failed for this request, one bit for each; they are not chosen again.</param>
    /// <returns>Its index, or -1 if all have been tried.</returns>
    public int Choose(ulong tried)
    {
        Span<int> open = stackalloc int[targets.Length];
        var count = Collect(open, tried, upOnly: true);
        if (count == 0)
        {
            // All of them were unreachable: this may be over, so one must be tried.
            count = Collect(open, tried, upOnly: false);
        }

        return count switch
        {
            0 => -1,
            1 => open[0],
            _ => Pick(open[..count]),
        };
    }

    private int Pick(ReadOnlySpan<int> open) => policy switch
    {
        LoadBalancing.First => open[0],
        LoadBalancing.LeastRequests => Least(open),
        LoadBalancing.PowerOfTwo => OfTwo(open),
        LoadBalancing.RoundRobin => open[(int)(Interlocked.Increment(ref turn) % (uint)open.Length)],
        _ => throw new InvalidOperationException($"Nothing is known of balancing by {policy}."),
    };

    private int Collect(Span<int> open, ulong tried, bool upOnly)
    {
        var count = 0;
        for (var i = 0; i < targets.Length; i++)
        {
            if ((tried & (1UL << i)) == 0 && (!upOnly || targets[i].IsUp))
            {
                open[count++] = i;
            }
        }

        return count;
    }

    private int Least(ReadOnlySpan<int> open)
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

    private int OfTwo(ReadOnlySpan<int> open)
    {
        var first = random.Next(open.Length);
        var second = random.Next(open.Length - 1);
        second += second >= first ? 1 : 0;
        return targets[open[second]].InFlight < targets[open[first]].InFlight ? open[second] : open[first];
    }
}
