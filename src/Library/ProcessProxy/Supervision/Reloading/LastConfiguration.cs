using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;
using ProcessProxy.Configuration;
using ProcessProxy.Configuration.Yaml;
using ProcessProxy.Platform.Files;

namespace ProcessProxy.Supervision.Reloading;

/// <summary>
/// Keeps the text of the files that are in force, so that a server that takes the place of one that has died can start although they are broken
/// meanwhile. Only the owner can read it.
/// </summary>
/// <param name="parse">Reads the configuration with this function for files.</param>
/// <param name="former">What the server before this one has kept; null if there was none.</param>
internal sealed class LastConfiguration(Func<Func<string, SourceFile>, ConfigurationResult> parse, string? former)
{
    private const string FileName = "processproxy.configuration";
    private const int Longest = 16 * YamlLimits.FileBytes;

    /// <summary>Gets where the files in force are kept; null when they are not.</summary>
    public string? Path { get; private set; }

    /// <summary>Returns the configuration that the server before this one has kept, or null.</summary>
    public ServerSpec? Former()
    {
        if (former is null || SmallFile.Read(former, Longest).Content is not { } content)
        {
            return null;
        }

        try
        {
            var kept = JsonSerializer.Deserialize(content, KeptFilesJson.Default.DictionaryStringString) ?? [];

            // The file itself is watched: it is what becomes valid again.
            var spec = parse(path => kept.TryGetValue(path, out var text)
                ? new SourceFile(Encoding.UTF8.GetBytes(text)) { Stamp = ConfigurationFile.At(path) }
                : SourceFile.Read(path)).Spec;

            // It stays what is in force, for the server after this one, too.
            Path = spec is null ? Path : former;
            return spec;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Removes what was kept: a server that has ended in order has no successor.</summary>
    public void Forget()
    {
        if (Path is not { } path)
        {
            return;
        }

        try
        {
            File.Delete(path);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // The folder is gone, or read-only. Nobody reads what stays.
        }
    }

    /// <summary>Keeps the files of a configuration.</summary>
    /// <param name="stateDirectory">The folder.</param>
    /// <param name="files">The files.</param>
    /// <param name="logger">The log that reports why they are not kept.</param>
    public void Keep(string stateDirectory, IReadOnlyDictionary<string, byte[]> files, ILogger logger)
    {
        var path = System.IO.Path.Combine(stateDirectory, FileName);
        try
        {
            var kept = files.ToDictionary(file => file.Key, file => Encoding.UTF8.GetString(file.Value), StringComparer.Ordinal);
            AtomicFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(kept, KeptFilesJson.Default.DictionaryStringString), FileModes.Private);
            Path = path;
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            Log.ConfigurationNotKept(logger, path, unwritable.Message);
        }
    }
}

/// <summary>Reads and writes the texts of files by their paths.</summary>
[JsonSourceGenerationOptions(WriteIndented = true)]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class KeptFilesJson : JsonSerializerContext;
