using Markdig;
using Markdig.Syntax;

namespace ProcessProxy.ModuleBuild;

/// <summary>The page of a cmdlet: a synopsis, and sections whose blocks are plain text.</summary>
internal sealed class HelpPage
{
    private static readonly string[] Sections = ["Description", "Parameters", "Inputs", "Outputs", "Examples", "Related"];
    private readonly string file;
    private readonly Dictionary<string, List<HelpPart>> sections = new(StringComparer.Ordinal);

    private HelpPage(string file) => this.file = file;

    public string Title { get; private set; } = "";

    public string Synopsis { get; private set; } = "";

    /// <summary>Returns the text of a section without subheadings.</summary>
    public IReadOnlyList<string> TextOf(string section) =>
        [.. sections.GetValueOrDefault(section)?.Where(part => part.Title.Length == 0).SelectMany(part => part.Text) ?? []];

    /// <summary>Returns the parts below the headings of a section.</summary>
    public IReadOnlyList<HelpPart> PartsOf(string section) => [.. sections.GetValueOrDefault(section)?.Where(part => part.Title.Length > 0) ?? []];

    public static HelpPage Read(string file)
    {
        var page = new HelpPage(file);
        List<HelpPart>? section = null;
        foreach (var block in Markdown.Parse(File.ReadAllText(file)))
        {
            switch (block)
            {
                case HeadingBlock { Level: 1 } heading:
                    page.Title = PlainText.Of(heading.Inline);
                    break;
                case HeadingBlock { Level: 2 } heading:
                    page.sections[PlainText.Of(heading.Inline)] = section = [new HelpPart("")];
                    break;
                case HeadingBlock { Level: 3 } heading when section is not null:
                    section.Add(new HelpPart(PlainText.Of(heading.Inline)));
                    break;
                case ParagraphBlock paragraph when section is null:
                    page.Synopsis = PlainText.Of(paragraph.Inline);
                    break;
                default:
                    section?[^1].Add(block);
                    break;
            }
        }

        return page;
    }

    /// <summary>Returns what is missing or too much, in the format that build logs understand.</summary>
    public IEnumerable<string> Problems(CmdletShape cmdlet)
    {
        var documented = PartsOf("Parameters").Select(part => part.Title.TrimStart('-')).ToList();
        var there = cmdlet.Parameters.Select(parameter => parameter.Name).ToList();
        string?[] problems =
        [
            Title == cmdlet.Name ? null : $"The title is {Title}, the cmdlet {cmdlet.Name}",
            Synopsis.Length > 0 ? null : "There is no synopsis",
            .. Sections.Except(sections.Keys).Select(section => $"There is no section {section}"),
            .. there.Except(documented).Select(name => $"The parameter -{name} is not described"),
            .. documented.Except(there).Select(name => $"There is no parameter -{name}"),
            .. PartsOf("Parameters").Where(part => part.Text.Count == 0).Select(part => $"Nothing is said of {part.Title}"),
            PartsOf("Examples").Count(part => part.Code.Length > 0 && part.Text.Count > 0) >= 2 ? null : "There are fewer than two examples with code and text",
        ];
        return problems.OfType<string>().Select(problem => $"{file}(1,1): error HELP02: {problem}.");
    }
}

/// <summary>The part below one heading.</summary>
/// <param name="Title">The heading; empty for the part before the first one.</param>
internal sealed record HelpPart(string Title)
{
    /// <summary>Gets its paragraphs.</summary>
    public List<string> Text { get; } = [];

    /// <summary>Gets its code.</summary>
    public string Code { get; private set; } = "";

    public void Add(Block block)
    {
        switch (block)
        {
            case FencedCodeBlock code:
                Code = code.Lines.ToString();
                break;
            case ListBlock list:
                Text.AddRange(list.OfType<ListItemBlock>().SelectMany(item => item.OfType<ParagraphBlock>()).Select(item => PlainText.Of(item.Inline)));
                break;
            case LeafBlock { Inline: { } inline }:
                Text.Add(PlainText.Of(inline));
                break;
        }
    }
}
