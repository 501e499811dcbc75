using System.Text.RegularExpressions;
using ProcessProxy.AspNetCore.Proxy.Routing;
using ProcessProxy.Configuration;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Proxy.Routing;

public class PathRewriterTests
{
    [Theory]
    [InlineData("^/photos/", "/", "/photos/one", "/one")]
    [InlineData("^/photos/", "/", "/photos/photos/one", "/photos/one")]
    [InlineData("^/photos/", "/", "/other", null)]
    [InlineData("^/(\\w+)/(\\w+)", "/$2/$1", "/a/b/c", "/b/a/c")]
    [InlineData("^/photos/?", "", "/photos/one", "/one")]
    [InlineData("^/x$", "", "/x", "/")]
    [InlineData("a", "b", "/aa", "/ba")]
    [InlineData("^/x", "/a b\u00e9", "/x/%20", "/a%20b%C3%A9/%20")]
    [InlineData("^/(?!api)", "/web/", "/page", "/web/page")]
    [InlineData("^/(.)\\1", "/two", "/aa", "/two")]
    public void The_first_match_is_replaced(string pattern, string replacement, string path, string? expected) =>
        Assert.Equal(expected, new PathRewriter([new(pattern, replacement)]).Rewrite(path));

    [Theory]
    [InlineData("^/photos/", "/photos/")]
    [InlineData("^/v1\\.2/a\\-b", "/v1.2/a-b")]
    [InlineData("^/caf\u00e9", "/caf\u00e9")]
    [InlineData("^", "")]
    [InlineData("/photos/", null)]
    [InlineData("^/v1.2/", null)]
    [InlineData("^/photos/?", null)]
    [InlineData("^/photos$", null)]
    [InlineData("^/a|^/b", null)]
    [InlineData("^/\\d", null)]
    [InlineData("^/\\_", null)]
    [InlineData("^(?i)/photos/", null)]
    [InlineData("^/a{2}", null)]
    public void An_expression_that_only_says_how_a_path_begins_is_read_as_text(string pattern, string? prefix) =>
        Assert.Equal(prefix, LiteralPrefix.Of(pattern));

    [Fact]
    public void Ten_thousand_rules_that_only_say_how_a_path_begins_fit_into_a_few_megabytes()
    {
        // An engine for each took 1.7 GB.
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++)
        {
            _ = new PathRewriter([new($"^/route{i}/", "/")]);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
    }

    [Fact]
    public void Rules_are_tried_in_order_and_only_the_first_that_matches_is_applied()
    {
        var rewriter = new PathRewriter([new("^/none", "/0"), new("^/a", "/b"), new("^/b", "/c")]);
        Assert.Equal("/b/x", rewriter.Rewrite("/a/x"));
        Assert.Equal("/c/x", rewriter.Rewrite("/b/x"));
    }

    [Fact]
    public void A_rule_that_changes_nothing_still_ends_the_search() =>
        Assert.Equal("/keep/x", new PathRewriter([new("^/keep", "/keep"), new("^/", "/all/")]).Rewrite("/keep/x"));

    [Fact]
    public void An_expression_that_would_explode_is_linear() =>
        Assert.Null(new PathRewriter([new("^/(a+)+$", "/")]).Rewrite("/" + new string('a', 5000) + "!"));

    [Theory]
    [InlineData("^/photos/", 0)]
    [InlineData("^/([^/]+)/(.*)$", 0)]
    [InlineData("^/(\\d{4})/(\\d{2})/(.+?)/?$", 6)]
    [InlineData("^/(?<year>[0-9]{4})", 4)]
    [InlineData("^/img/(.*)/(.{40})$", 40)]
    [InlineData("(?:.*a.{20}){1,20}", 400)]
    [InlineData("(?:..(?:a|b){2,3}){5,}", 25)]
    [InlineData("[]a[]{3}\\p{L}{2}\\.{9}{x}[^]-]", 6)]
    [InlineData("a{30}(((", 0)]
    [InlineData("(((.{9999}){9999}){9999}){9999}", int.MaxValue)]
    public void An_expression_weighs_what_it_counts(string pattern, long weight) => Assert.Equal(weight, ExpressionWeight.Of(pattern));

    [Theory]
    [InlineData(false, "/b%23c/x")]
    [InlineData(true, "/b#c/x")]
    public void A_number_sign_in_a_replacement_belongs_to_the_path_except_where_fragments_are(bool hasFragments, string expected) =>
        Assert.Equal(expected, new PathRewriter([new("^/a", "/b#c")], hasFragments).Rewrite("/a/x"));

    [Fact]
    public void An_expression_that_needs_backtracking_is_given_up_in_time() =>
        Assert.Throws<RegexMatchTimeoutException>(() =>
            new PathRewriter([new("^/(?=(a+)+$)", "/")]).Rewrite("/" + new string('a', 60) + "!"));

    [Fact]
    public void An_expression_that_takes_too_long_for_its_own_route_does_not_keep_the_proxy_from_starting()
    {
        var path = "/" + new string('a', 60) + "!";
        var route = new Route(new RouteSpec { Path = path, Action = new ForwardSpec(), Rewrite = [new RewriteRule("^/(?=(a+)+$)", "/")] }, Unanswered.Pipeline);
        Assert.False(route.MissesOnlyItsSlash);
    }

    [Theory]
    [InlineData("/photos", "^/photos/", true)]
    [InlineData("/photos", "^/photos/?", false)]
    [InlineData("/photos", "^/other/", false)]
    [InlineData("/", "^/", false)]
    public void A_route_knows_when_only_its_slash_is_missing(string path, string pattern, bool expected) =>
        Assert.Equal(expected, new Route(new RouteSpec { Path = path, Action = new ForwardSpec(), Rewrite = [new RewriteRule(pattern, "/")] }, Unanswered.Pipeline).MissesOnlyItsSlash);
}
