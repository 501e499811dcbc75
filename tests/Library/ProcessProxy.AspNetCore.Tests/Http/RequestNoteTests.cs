using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using ProcessProxy.AspNetCore.Http;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Http;

public class RequestNoteTests
{
    private readonly ConnectionState connection = new();

    [Fact]
    public void A_request_finds_what_it_has_noted()
    {
        var features = Request();
        Note.Of(features).Text = "noted";
        Assert.Equal("noted", Note.Of(features).Text);
        Assert.Equal("noted", Note.Find(features)!.Text);
        Assert.Null(OtherNote.Of(features).Text);
    }

    [Fact]
    public void The_next_request_on_a_connection_finds_nothing_of_the_one_before()
    {
        Note.Of(Request()).Text = "noted";
        var features = Request();
        Assert.Null(Note.Find(features));
        OtherNote.Of(features).Text = "other";
        Assert.Null(Note.Find(features));
        Assert.Null(Note.Of(features).Text);
        Assert.Equal("other", OtherNote.Of(features).Text);
    }

    [Fact]
    public void A_connection_has_one_for_all_its_requests()
    {
        var first = Note.Of(Request());
        OtherNote.Of(Request());
        Assert.Same(first, Note.Of(Request()));
    }

    [Fact]
    public void Requests_of_no_connection_have_one_each() => Assert.NotSame(Note.Of(new FeatureCollection()), Note.Of(new FeatureCollection()));

    private FeatureCollection Request()
    {
        var features = new FeatureCollection();
        features.Set<IPersistentStateFeature>(connection);
        return features;
    }

    private sealed class Note : RequestNote<Note>
    {
        public string? Text { get; set; }

        public override void Clear() => Text = null;
    }

    private sealed class OtherNote : RequestNote<OtherNote>
    {
        public string? Text { get; set; }

        public override void Clear() => Text = null;
    }
}
