using System.Security.Cryptography;
using System.Text;
using ProcessProxy.Configuration.Entries;
using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>Decides where a route of type <c>proxy</c> sends requests, and how.</summary>
internal sealed class RouteTargets(Expansion expansion, ProblemList problems)
{
    private readonly List<(Place Place, Uri Target)> all = [];

    /// <summary>Every target so far, and where it stands.</summary>
    public IReadOnlyList<(Place Place, Uri Target)> Placed => all;

    /// <summary>The route with its targets.</summary>
    public RouteSpec Resolve(RouteEntry entry, RouteSpec route)
    {
        var forwarding = entry.Forwarding;
        if (!forwarding.HasTarget)
        {
            problems.Add(entry.Place, ProblemCodes.MissingKey, "This route has no 'target'.");
        }

        return route with
        {
            Targets = [.. All(forwarding)],
            LoadBalancing = forwarding.LoadBalancing?.Value ?? ServerDefaults.LoadBalancing,
            AffinityCookie = forwarding.AffinityCookie is "" ? CookieOf(route) : forwarding.AffinityCookie,
            PreserveHost = forwarding.PreserveHost?.Value ?? true,
            Timeout = forwarding.Timeout?.Value ?? ServerDefaults.Timeout,
            Hold = new(forwarding.HoldTimeout?.Value ?? ServerDefaults.HoldTimeout, forwarding.HoldRequests?.Value ?? ServerDefaults.HoldRequests),
        };
    }

    // Browsers send the cookies of all routes above a path with it, so each route has a name of its own, which stays as long as the route does.
    private static string CookieOf(RouteSpec route) =>
        $"{ServerDefaults.AffinityCookie}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(route.Domain + route.Path)).AsSpan(0, 4))}";

    // One bit for each in a word says which a request has been sent to.
    private const int MostTargets = 64;

    private List<Uri> All(ForwardingEntry entry)
    {
        var targets = new List<Uri>();
        if (entry.Targets is { Value.Count: 0 } none && entry.Target is null)
        {
            problems.Add(none.Place, ProblemCodes.EmptyValue, $"'{none.Place.Key}' is empty.");
        }

        IEnumerable<Written<string>> written = entry.Target is { } first ? [first, .. entry.Targets?.Value ?? []] : entry.Targets?.Value ?? [];
        foreach (var text in written)
        {
            if (Target(text) is not { } target)
            {
                continue;
            }

            if (targets.Contains(target))
            {
                problems.Add(text.Place, ProblemCodes.Contradiction, $"The target '{text.Value}' is there already.");
            }

            targets.Add(target);
            all.Add((text.Place, target));
        }

        if (targets.Count > MostTargets)
        {
            problems.Add(entry.Targets!.Value.Place, ProblemCodes.OutOfRange, $"A route can have {MostTargets} targets, not {targets.Count}.");
        }

        return targets;
    }

    private Uri? Target(Written<string> written)
    {
        if (expansion.Expand(written) is not { } text)
        {
            return null;
        }

        if (HttpUrl.TryParse(text, out var target) && target.Query.Length == 0 && target.Fragment.Length == 0)
        {
            return target;
        }

        // As it was written: what a variable stands for may be nobody's business.
        problems.Add(written.Place, ProblemCodes.InvalidTarget,
            $"The target '{written.Value}' must be a full http:// or https:// URL, without user, query and fragment.");
        return null;
    }
}
