using System.Collections.Frozen;
using System.Security.Cryptography;

namespace ProcessProxy.AspNetCore.Dashboard;

/// <summary>A file of the dashboard.</summary>
/// <param name="Content">Its bytes.</param>
/// <param name="ContentType">Its type.</param>
/// <param name="Tag">Its ETag.</param>
internal sealed record DashboardAsset(ReadOnlyMemory<byte> Content, string ContentType, string Tag);

/// <summary>The files of the dashboard, embedded in the assembly.</summary>
internal static class DashboardAssets
{
    /// <summary>The base path of the files.</summary>
    public const string Folder = "/dashboard";

    private const string Prefix = "dashboard/";

    private static readonly Lazy<FrozenDictionary<string, DashboardAsset>> Files = new(Load);

    /// <summary>Gets the paths of all files below <see cref="Folder"/>.</summary>
    public static IEnumerable<string> Names => Files.Value.Keys;

    /// <summary>Returns the file at a path below <see cref="Folder"/>, or null.</summary>
    public static DashboardAsset? Find(string path) => Files.Value.GetValueOrDefault(path);

    private static FrozenDictionary<string, DashboardAsset> Load()
    {
        var assembly = typeof(DashboardAssets).Assembly;
        var files = new Dictionary<string, DashboardAsset>(StringComparer.Ordinal);
        foreach (var resource in assembly.GetManifestResourceNames())
        {
            // A build on Windows uses its own separator for folders.
            var name = resource.Replace('\\', '/');
            if (!name.StartsWith(Prefix, StringComparison.Ordinal))
            {
                continue;
            }

            using var stream = assembly.GetManifestResourceStream(resource)!;
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            files[name[Prefix.Length..]] = new DashboardAsset(content, TypeOf(name), $"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 12))}\"");
        }

        return files.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        var other => throw new InvalidOperationException($"The dashboard has no type for files that end in '{other}'."),
    };
}
