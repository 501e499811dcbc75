using ProcessProxy.Configuration;

namespace ProcessProxy.AspNetCore.Tests.Proxy.StaticFiles;

/// <summary>A folder of files to serve, with a secret beside it.</summary>
internal sealed class Site : IDisposable
{
    public const string Secret = "must not be seen";

    private readonly TempFolder around = new();

    public Site(params string[] files)
    {
        Folder = Path.Combine(around.Path, "site");
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Outside("secret.txt"), Secret);
        foreach (var file in files)
        {
            Write(file, "content of " + file);
        }
    }

    public string Folder { get; }

    public string Inside(string name) => Path.Combine(Folder, name);

    public string Outside(string name) => Path.Combine(around.Path, name);

    public void Write(string name, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Inside(name))!);
        File.WriteAllText(Inside(name), content);
    }

    public RouteSpec Route(string path = "/", bool spaFallback = false, bool allowSymlinks = false) =>
        new() { Path = path, Action = new StaticFilesSpec { Folder = Folder, SpaFallback = spaFallback, AllowSymlinks = allowSymlinks } };

    public void Dispose() => around.Dispose();
}
