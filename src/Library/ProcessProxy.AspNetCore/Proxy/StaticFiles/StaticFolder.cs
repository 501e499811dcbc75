using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.FileProviders.Physical;
using Microsoft.Extensions.Primitives;
using ProcessProxy.Configuration;

namespace ProcessProxy.AspNetCore.Proxy.StaticFiles;

/// <summary>The files of a static route, looked up again for each request: the folder may appear, disappear and be replaced.</summary>
/// <remarks>Names come from <see cref="FilePath"/>, which accepts none outside the folder. This is checked again here, and links are checked.</remarks>
internal sealed class StaticFolder(StaticFilesSpec spec) : IFileProvider
{
    private readonly string folder = Path.TrimEndingDirectorySeparator(spec.Folder);

    /// <summary>Returns the file at a path that begins with a slash, or one that does not exist if nothing is served.</summary>
    public IFileInfo GetFileInfo(string subpath)
    {
        var path = Path.GetFullPath(folder + subpath);
        if (!IsIn(path, folder) || !File.Exists(path))
        {
            return new NotFoundFileInfo(subpath);
        }

        if (HasLink(subpath))
        {
            if (RealPath.Of(path) is not { } real || !(spec.AllowSymlinks || StaysInside(real)))
            {
                return new NotFoundFileInfo(subpath);
            }

            // The system reports the size of a link itself, not of the file.
            path = real;
        }

        var file = new FileInfo(path);
        return file is { Exists: true, Length: 0 } ? new EmptyFile(file) : new PhysicalFileInfo(file);
    }

    /// <inheritdoc/>
    public IDirectoryContents GetDirectoryContents(string subpath) => NotFoundDirectoryContents.Singleton;

    /// <inheritdoc/>
    public IChangeToken Watch(string filter) => NullChangeToken.Singleton;

    private bool HasLink(string subpath)
    {
        for (var end = subpath.IndexOf('/', 1); end > 0; end = subpath.IndexOf('/', end + 1))
        {
            if (RealPath.TargetOf(string.Concat(folder, subpath.AsSpan(0, end))) is not null)
            {
                return true;
            }
        }

        return RealPath.TargetOf(folder + subpath) is not null;
    }

    // The folder itself may be a link that each deployment replaces.
    private bool StaysInside(string real) => RealPath.Of(folder) is { } realFolder && IsIn(real, realFolder);

    private static bool IsIn(string path, string folder) =>
        path.StartsWith(folder, StringComparison.Ordinal)
        && (Path.EndsInDirectorySeparator(folder) || (path.Length > folder.Length && path[folder.Length] == Path.DirectorySeparatorChar));

    /// <summary>Refuses a file without a length: it may be a pipe, and opening one waits indefinitely for a writer.</summary>
    private sealed class EmptyFile(FileInfo file) : IFileInfo
    {
        public bool Exists => true;

        public long Length => 0;

        public string? PhysicalPath => null;

        public string Name => file.Name;

        public DateTimeOffset LastModified => file.LastWriteTimeUtc;

        public bool IsDirectory => false;

        public Stream CreateReadStream() => Stream.Null;
    }
}
