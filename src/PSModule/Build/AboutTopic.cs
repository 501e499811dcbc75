using System.Text;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Syntax;

namespace ProcessProxy.ModuleBuild;

/// <summary>Converts a page to the text of an about topic.</summary>
internal static class AboutTopic
{
    private const int Width = 78;
    private const string Indent = "    ";
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().Build();

    public static string Render(string file)
    {
        var text = new StringBuilder().AppendLine("TOPIC").AppendLine(Indent + Path.GetFileNameWithoutExtension(file));
        var isFirst = true;
        foreach (var block in Markdown.Parse(File.ReadAllText(file), Pipeline))
        {
            switch (block)
            {
                case HeadingBlock { Level: > 1 } heading:
                    text.AppendLine().AppendLine(PlainText.Of(heading.Inline).ToUpperInvariant());
                    break;
                case ParagraphBlock paragraph:
                    text.Append(isFirst ? $"\nSHORT DESCRIPTION\n" : "").AppendLine(isFirst ? "" : null);
                    Wrap(text, PlainText.Of(paragraph.Inline), Indent);
                    isFirst = false;
                    break;
                case Table table:
                    WriteRows(text, table);
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

    /// <summary>Converts a table to a list: the cells of its first column, each with the others below it. The heading is redundant.</summary>
    private static void WriteRows(StringBuilder text, Table table)
    {
        foreach (var row in table.Cast<TableRow>().Where(row => !row.IsHeader))
        {
            var cells = row.Cast<TableCell>().Select(cell => string.Join(' ', cell.OfType<ParagraphBlock>().Select(paragraph => PlainText.Of(paragraph.Inline)))).ToList();
            text.AppendLine();
            Wrap(text, cells[0], Indent);
            foreach (var cell in cells.Skip(1))
            {
                Wrap(text, cell, Indent + Indent);
            }
        }
    }

    private static void Wrap(StringBuilder text, string paragraph, string indent)
    {
        var line = indent;
        foreach (var word in paragraph.Split(' '))
        {
            if (line.Length + word.Length >= Width && line.Length > indent.Length)
            {
                text.AppendLine(line.TrimEnd());
                line = indent;
            }

            line += word + " ";
        }

        text.AppendLine(line.TrimEnd());
    }
}
