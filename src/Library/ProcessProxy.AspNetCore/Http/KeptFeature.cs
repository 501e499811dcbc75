using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace ProcessProxy.AspNetCore.Http;

/// <summary>
/// A request feature of which a connection has one for all its requests, one after the other, so that a request allocates nothing for it.
/// Each folder has its own, with what it alone wants to know of a request.
/// </summary>
/// <remarks>Nobody may keep it for longer than the request.</remarks>
/// <typeparam name="T">The feature itself.</typeparam>
internal abstract class KeptFeature<T>
    where T : KeptFeature<T>, new()
{
    private static readonly object Key = new();

    /// <summary>Gets the feature of a request, or begins it when nobody has asked for it before.</summary>
    public static T Of(IFeatureCollection features) => features.Get<T>() ?? Begin(features);

    /// <summary>Begins the feature of a request, free of what the request before has left.</summary>
    public static T Begin(IFeatureCollection features)
    {
        var state = features.Get<IPersistentStateFeature>()?.State;
        T feature;
        if (state is not null && state.TryGetValue(Key, out var kept))
        {
            feature = (T)kept!;
            feature.Clear();
        }
        else
        {
            feature = new T();
            state?.Add(Key, feature);
        }

        features.Set(feature);
        return feature;
    }

    /// <summary>Forgets what belongs to the request before.</summary>
    protected abstract void Clear();
}
