using System.Xml.Linq;

namespace ProcessProxy.ModuleBuild;

/// <summary>Writes help in PowerShell's format.</summary>
internal static class MamlFile
{
    private static readonly XNamespace Help = "http://msh";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    /// <summary>The parameters that PowerShell adds to a cmdlet with confirmation.</summary>
    private static readonly (ParameterShape Shape, string Text)[] Asking =
    [
        (Switch("WhatIf"), "Shows what would happen without doing it."),
        (Switch("Confirm"), "Prompts you for confirmation before running the cmdlet."),
    ];

    public static void Write(string file, IEnumerable<(CmdletShape Cmdlet, HelpPage Page)> cmdlets) => new XDocument(
        new XElement(Help + "helpItems", new XAttribute("schema", "maml"), cmdlets.Select(one => Item(one.Cmdlet, one.Page)))).Save(file);

    private static XElement Item(CmdletShape cmdlet, HelpPage page)
    {
        var name = cmdlet.Name.Split('-');
        return new XElement(
            Command + "command",
            new XAttribute(XNamespace.Xmlns + "maml", Maml), new XAttribute(XNamespace.Xmlns + "command", Command), new XAttribute(XNamespace.Xmlns + "dev", Dev),
            new XElement(
                Command + "details",
                new XElement(Command + "name", cmdlet.Name), new XElement(Command + "verb", name[0]), new XElement(Command + "noun", name[1]),
                Description([page.Synopsis])),
            Description(page.TextOf("Description")),
            new XElement(Command + "syntax", cmdlet.Sets.Select(set => Syntax(cmdlet, set))),
            new XElement(Command + "parameters", Documented(cmdlet, page).OrderBy(one => one.Shape.Name, StringComparer.Ordinal).Select(one => Parameter(one.Shape, AnySet(one.Shape), one.Text))),
            new XElement(Command + "inputTypes", new XElement(Command + "inputType", TypeOf(page.TextOf("Inputs")))),
            new XElement(Command + "returnValues", new XElement(Command + "returnValue", TypeOf(page.TextOf("Outputs")))),
            new XElement(Command + "examples", page.PartsOf("Examples").Select(Example)),
            new XElement(Maml + "relatedLinks", page.TextOf("Related").Select(link => new XElement(
                Maml + "navigationLink", new XElement(Maml + "linkText", link), new XElement(Maml + "uri")))));
    }

    private static IEnumerable<(ParameterShape Shape, string Text)> Documented(CmdletShape cmdlet, HelpPage page) => cmdlet.Parameters
        .Select(parameter => (parameter, string.Join(" ", page.PartsOf("Parameters").First(part => part.Title == "-" + parameter.Name).Text)))
        .Concat(cmdlet.AsksFirst ? Asking : []);

    private static XElement Syntax(CmdletShape cmdlet, string set) => new(
        Command + "syntaxItem",
        new XElement(Maml + "name", cmdlet.Name),
        cmdlet.Parameters.Concat(cmdlet.AsksFirst ? Asking.Select(one => one.Shape) : [])
            .Where(parameter => parameter.Sets.ContainsKey(set) || parameter.Sets.ContainsKey(ParameterShape.AllSets))
            .Select(parameter => Parameter(parameter, set, null)));

    private static XElement Parameter(ParameterShape parameter, string set, string? text)
    {
        var isMandatory = parameter.Sets.TryGetValue(set, out var mandatory) ? mandatory : parameter.Sets.GetValueOrDefault(ParameterShape.AllSets);
        return new XElement(
            Command + "parameter",
            new XAttribute("required", isMandatory), new XAttribute("variableLength", parameter.Type.EndsWith("[]", StringComparison.Ordinal)),
            new XAttribute("globbing", parameter.TakesWildcards), new XAttribute("pipelineInput", parameter.PipelineInput),
            new XAttribute("position", parameter.Position == int.MaxValue ? "named" : parameter.Position),
            new XAttribute("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
            new XElement(Maml + "name", parameter.Name),
            text is null ? null : Description([text]),
            parameter.IsSwitch && text is null ? null : new XElement(
                Command + "parameterValue", new XAttribute("required", !parameter.IsSwitch), new XAttribute("variableLength", "false"), parameter.Type),
            new XElement(Dev + "type", new XElement(Maml + "name", parameter.Type), new XElement(Maml + "uri")));
    }

    private static XElement Example(HelpPart example, int index) => new(
        Command + "example",
        new XElement(Maml + "title", $"--- Example {index + 1}: {example.Title} ---"),
        new XElement(Dev + "code", example.Code),
        new XElement(Dev + "remarks", example.Text.Select(Paragraph)));

    private static XElement TypeOf(IReadOnlyList<string> text) => new(Dev + "type", new XElement(Maml + "name", string.Join(" ", text)));

    private static XElement Description(IEnumerable<string> text) => new(Maml + "description", text.Select(Paragraph));

    private static XElement Paragraph(string text) => new(Maml + "para", text);

    private static string AnySet(ParameterShape parameter) => parameter.Sets.OrderByDescending(set => set.Value).First().Key;

    private static ParameterShape Switch(string name) => new(
        name, "SwitchParameter", [], false, new Dictionary<string, bool> { [ParameterShape.AllSets] = false }, int.MaxValue, "False");
}
