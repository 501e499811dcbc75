using Microsoft.AspNetCore.Http.Features;

namespace ProcessProxy.AspNetCore.Http;

/// <summary>What one folder notes of a request. Each folder has its own notes, so none has to know those of others.</summary>
/// <remarks>A connection has one for all its requests, one after the other: nobody may keep it for longer than the request.</remarks>
internal abstract class RequestNote
{
    /// <summary>The next of the notes of the connection.</summary>
    public RequestNote? Next { get; init; }

    /// <summary>Which request of the connection it is about.</summary>
    public long Request { get; set; }

    /// <summary>Forgets what belongs to the request before.</summary>
    public abstract void Clear();
}

/// <summary>The same, found by its type.</summary>
/// <typeparam name="T">The type itself.</typeparam>
internal abstract class RequestNote<T> : RequestNote
    where T : RequestNote<T>, new()
{
    /// <summary>Gets the note about a request; it is empty when nobody has asked for it before.</summary>
    public static T Of(IFeatureCollection features) => RequestNotes.Of(features).Get<T>();

    /// <summary>Gets the note about a request; null when nobody has asked for it before.</summary>
    public static T? Find(IFeatureCollection features) => features.Get<RequestNotes>()?.Find<T>();
}
