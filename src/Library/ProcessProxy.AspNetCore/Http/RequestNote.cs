using Microsoft.AspNetCore.Http.Features;

namespace ProcessProxy.AspNetCore.Http;

/// <summary>What one folder remembers about a request. Each folder has its own notes, so none depends on those of others.</summary>
/// <remarks>A connection reuses one for all its requests, one after the other: nobody may keep it longer than the request.</remarks>
internal abstract class RequestNote
{
    /// <summary>Gets or sets the next note of the connection.</summary>
    public RequestNote? Next { get; init; }

    /// <summary>Gets or sets the number of its request on the connection.</summary>
    public long Request { get; set; }

    /// <summary>Clears the data of the previous request.</summary>
    public abstract void Clear();
}

/// <summary>A note that is found by its type.</summary>
/// <typeparam name="T">The type itself.</typeparam>
internal abstract class RequestNote<T> : RequestNote
    where T : RequestNote<T>, new()
{
    /// <summary>Returns the note about a request; it is empty if it is new.</summary>
    public static T Of(IFeatureCollection features) => RequestNotes.Of(features).Get<T>();

    /// <summary>Returns the note about a request, or null if there is none yet.</summary>
    public static T? Find(IFeatureCollection features) => features.Get<RequestNotes>()?.Find<T>();
}
