using System.Text;
using Markdig;
using Markdig.Syntax;

namespace ProcessProxy.ModuleBuild;

/// <summary>Makes of a page the text of an about topic.</summary>
internal static class AboutTopic
{
    private const int Width = 78;
    private const string Indent = "    ";

    public static string Render(string file)
    {
        var text = new StringBuilder().AppendLine("TOPIC").AppendLine(Indent + Path.GetFileNameWithoutExtension(file));
        var isFirst = true;
        foreach (var block in Markdown.Parse(File.ReadAllText(file)))
        {
            switch (block)
            {
                case HeadingBlock { Level: > 1 } heading:
                    text.AppendLine().AppendLine(PlainText.Of(heading.Inline).ToUpperInvariant());
                    break;
                case ParagraphBlock paragraph:
                    text.Append(isFirst ? $"\nSHORT DESCRIPTION\n" : "").AppendLine(isFirst ? "" : null);
                    Wrap(text, PlainText.Of(paragraph.Inline));
                    isFirst = false;
                    break;
                case FencedCodeBlock code:
                    text.AppendLine();
                    foreach (var line in code.Lines.ToString().Split('\n'))
                    {
                        text.AppendLine(Indent + Indent + line.TrimEnd('\r'));
                    }

                    break;
            }
        }

        return text.ToString();
    }

    private static void Wrap(StringBuilder text, string paragraph)
    {
        var line = Indent;
        foreach (var word in paragraph.Split(' '))
        {
            if (line.Length + word.Length >= Width && line.Length > Indent.Length)
            {
                text.AppendLine(line.TrimEnd());
                line = Indent;
            }

            line += word + " ";
        }

        text.AppendLine(line.TrimEnd());
    }
}
