using Microsoft.AspNetCore.StaticFiles;

namespace ProcessProxy.AspNetCore.Proxy.StaticFiles;

/// <summary>Which content type a file has, by its name. Text is UTF-8: without a word of that, browsers guess.</summary>
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

    /// <summary>The one that there is.</summary>
    public static FileTypes Provider { get; } = new();

    /// <inheritdoc/>
    public bool TryGetContentType(string subpath, out string contentType) => known.TryGetContentType(subpath, out contentType!);

    /// <summary>Whether the name ends as those of files do: <c>app.js</c>, but neither <c>john.doe</c> nor <c>v1.2</c>.</summary>
    public bool IsFileName(string path) => known.TryGetContentType(path, out _);

    // XML says by itself what it is in, and JSON is always UTF-8.
    private static bool IsText(string type) => type is "application/javascript" || (type.StartsWith("text/", StringComparison.Ordinal) && type is not "text/xml");
}
