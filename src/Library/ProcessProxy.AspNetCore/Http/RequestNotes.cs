using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace ProcessProxy.AspNetCore.Http;

/// <summary>The request feature that contains all notes about a request. A connection keeps them for the next request, so that a request allocates nothing for them.</summary>
internal sealed class RequestNotes
{
    private static readonly object Key = new();
    private RequestNote? first;
    private long request;

    /// <summary>Returns the notes about a request.</summary>
    public static RequestNotes Of(IFeatureCollection features) => features.Get<RequestNotes>() ?? Begin(features);

    /// <summary>Returns one of them; it is empty if it is new.</summary>
    public T Get<T>()
        where T : RequestNote, new()
    {
        if (Kept<T>() is not { } note)
        {
            note = new T { Next = first, Request = request };
            first = note;
        }
        else if (note.Request != request)
        {
            note.Clear();
            note.Request = request;
        }

        return note;
    }

    /// <summary>Returns one of them, or null if there is none yet.</summary>
    public T? Find<T>()
        where T : RequestNote => Kept<T>() is { } note && note.Request == request ? note : null;

    private static RequestNotes Begin(IFeatureCollection features)
    {
        var state = features.Get<IPersistentStateFeature>()?.State;
        RequestNotes notes;
        if (state is not null && state.TryGetValue(Key, out var kept))
        {
            notes = (RequestNotes)kept!;
            notes.request++;
        }
        else
        {
            notes = new RequestNotes();
            state?.Add(Key, notes);
        }

        features.Set(notes);
        return notes;
    }

    private T? Kept<T>()
        where T : RequestNote
    {
        // There are only a few.
        for (var note = first; note is not null; note = note.Next)
        {
            if (note is T found)
            {
                return found;
            }
        }

        return null;
    }
}
