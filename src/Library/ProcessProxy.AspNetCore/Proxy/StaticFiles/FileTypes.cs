using Microsoft.AspNetCore.StaticFiles;

namespace ProcessProxy.AspNetCore.Proxy.StaticFiles;

/// <summary>Determines the content type of a file from its name. Text is UTF-8: without a charset, browsers guess.</summary>
internal sealed class FileTypes : IContentTypeProvider
{
    private readonly FileExtensionContentTypeProvider known = new()
    {
        Mappings = { [".mjs"] = "text/javascript", [".map"] = "application/json", [".avif"] = "image/avif", [".md"] = "text/markdown", [".log"] = "text/plain" },
    };

    private FileTypes()
    {
        foreach (var (extension, type) in known.Mappings.ToArray())
        {
            if (IsText(type))
            {
                known.Mappings[extension] = type + "; charset=utf-8";
            }
        }
    }

    /// <summary>Gets the only instance.</summary>
    public static FileTypes Provider { get; } = new();

    /// <inheritdoc/>
    public bool TryGetContentType(string subpath, out string contentType) => known.TryGetContentType(subpath, out contentType!);

    /// <summary>Returns whether the name has an extension like a file: <c>app.js</c>, but neither <c>john.doe</c> nor <c>v1.2</c>.</summary>
    public bool IsFileName(string path) => known.TryGetContentType(path, out _);

    // XML declares its encoding itself, and JSON is always UTF-8.
    private static bool IsText(string type) => type is "application/javascript" || (type.StartsWith("text/", StringComparison.Ordinal) && type is not "text/xml");
}
