using ProcessProxy.Generate.OpenApi;

namespace ProcessProxy.Generate;

/// <summary>A committed file that is generated from code, as a whole or in part.</summary>
/// <param name="Path">Its path relative to the root of the repository.</param>
/// <param name="Make">Returns the new text for the existing one.</param>
internal sealed record GeneratedFile(string Path, Func<string, string> Make)
{
    /// <summary>Gets all generated files.</summary>
    public static IReadOnlyList<GeneratedFile> All { get; } =
    [
        new("config/proxy.schema.json", _ => SchemaText.Of("ProcessProxy: proxy.yaml", KeyTree.OfProxyFile())),
        new("config/processes.schema.json", _ => SchemaText.Of("ProcessProxy: processes.yaml", KeyTree.OfProcessFile())),
        new("docs/openapi.json", _ => OpenApiDocument.Write(Operations.All, new XmlDocs(System.IO.Path.Combine(AppContext.BaseDirectory, "ProcessProxy.Client.xml")))),
        new("docs/configuration.md", page => KeyDocument.Update(page)),
    ];
}
