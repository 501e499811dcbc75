using System.Text;
using Markdig.Syntax.Inlines;

namespace ProcessProxy.ModuleBuild;

/// <summary>Removes the marks of a line of Markdown.</summary>
internal static class PlainText
{
    public static string Of(ContainerInline? inlines)
    {
        var text = new StringBuilder();
        foreach (var inline in inlines ?? Enumerable.Empty<Inline>())
        {
            text.Append(inline switch
            {
                LiteralInline literal => literal.Content.ToString(),
                CodeInline code => code.Content,
                AutolinkInline link => link.Url,
                LineBreakInline => " ",
                ContainerInline container => Of(container),
                _ => "",
            });
        }

        return text.ToString();
    }
}
