using System.Text.RegularExpressions;
using ProcessProxy.AspNetCore.Proxy.Routing;
using ProcessProxy.Configuration;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Proxy.Routing;

/// <summary>What expressions cost. The memory of the whole process is measured, so nothing else may run meanwhile.</summary>
[Collection(nameof(Alone))]
public class PathRewriterCostTests
{
    [Theory]
    [InlineData("^/p3/(?:.*a.{20}){1,20}$", "/p3/", "a")]
    [InlineData("^/p3/(?:.*a.{20}){1,20}$", "/p3/", "ab/")]
    [InlineData("^/img/(.*)/(.{40})$", "/img/", "a/")]
    [InlineData("^/img/(.*)/(.{10})$", "/img/", "a/")]
    [InlineData("^/(.*)/(........................................)$", "/", "a/")]
    [InlineData("^/(?:.*a(?:b|c|d)){30}$", "/", "abcd")]
    [InlineData("^/(\\w*|\\d*)*x(\\w{30}y)+$", "/", "0ax")]
    [InlineData("(x+x+)+y", "/", "x")]
    public void No_expression_takes_longer_than_its_limit_or_much_memory_whatever_the_path(string pattern, string begin, string characters)
    {
        var random = new Random(20260101);
        var rewriter = new PathRewriter([new(pattern, "/")]);
        var memory = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < 5; i++)
        {
            var path = begin + new string(Enumerable.Range(0, 8000).Select(_ => characters[random.Next(characters.Length)]).ToArray());
            var begun = System.Diagnostics.Stopwatch.GetTimestamp();
            try
            {
                rewriter.Rewrite(path);
            }
            catch (RegexMatchTimeoutException e)
            {
                Assert.Equal(PathRewriter.MatchTimeout, e.MatchTimeout);
            }

            // What took minutes, on a machine that does other things as well.
            Assert.InRange(System.Diagnostics.Stopwatch.GetElapsedTime(begun), TimeSpan.Zero, TimeSpan.FromSeconds(3));
        }

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - memory, long.MinValue, 20_000_000);
    }
}
