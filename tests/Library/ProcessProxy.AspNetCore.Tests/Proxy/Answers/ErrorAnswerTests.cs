using ProcessProxy.AspNetCore.Proxy.Answers;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Proxy.Answers;

public class ErrorAnswerTests
{
    [Theory]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", true)]
    [InlineData("text/html", true)]
    [InlineData("application/json;q=0.5, text/html", true)]
    [InlineData("*/*", false)]
    [InlineData("", false)]
    [InlineData("application/json", false)]
    [InlineData("application/json, text/html;q=0.9", false)]
    [InlineData("application/json, text/html", false)]
    [InlineData("text/html;q=0", false)]
    [InlineData(";;,garbage/", false)]
    public void HTML_is_for_those_who_ask_for_it_more_than_for_JSON(string accept, bool html) =>
        Assert.Equal(html, ErrorAnswer.PrefersHtml([accept]));

    [Fact]
    public void The_page_escapes_what_it_is_told()
    {
        var page = ErrorPage.Render(new ProxyError(503, "x", "<script>alert(1)</script>"));
        Assert.DoesNotContain("<script", page);
        Assert.Contains("&lt;script&gt;", page);
        Assert.Contains("503 Service Unavailable", page);
    }
}
