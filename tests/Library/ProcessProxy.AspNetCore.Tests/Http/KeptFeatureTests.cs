using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using ProcessProxy.AspNetCore.Http;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Http;

public class KeptFeatureTests
{
    private readonly ConnectionState connection = new();

    [Fact]
    public void A_request_finds_what_it_has_noted()
    {
        var features = Request();
        Note.Of(features).Text = "noted";
        Assert.Equal("noted", Note.Of(features).Text);
    }

    [Fact]
    public void The_next_request_on_a_connection_finds_nothing_of_the_one_before()
    {
        Note.Of(Request()).Text = "noted";
        Assert.Null(Note.Of(Request()).Text);
    }

    [Fact]
    public void A_request_that_begins_anew_finds_nothing_of_what_it_has_noted()
    {
        var features = Request();
        Note.Of(features).Text = "noted";
        Assert.Null(Note.Begin(features).Text);
    }

    [Fact]
    public void A_connection_has_one_for_all_its_requests() => Assert.Same(Note.Of(Request()), Note.Of(Request()));

    [Fact]
    public void Requests_of_no_connection_have_one_each() => Assert.NotSame(Note.Of(new FeatureCollection()), Note.Of(new FeatureCollection()));

    private FeatureCollection Request()
    {
        var features = new FeatureCollection();
        features.Set<IPersistentStateFeature>(connection);
        return features;
    }

    private sealed class Note : KeptFeature<Note>
    {
        public string? Text { get; set; }

        protected override void Clear() => Text = null;
    }
}
