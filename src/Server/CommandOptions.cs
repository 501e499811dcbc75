using System.CommandLine;
using System.CommandLine.Completions;
using ProcessProxy.Configuration;

namespace ProcessProxy.Server;

/// <summary>The options that every command has.</summary>
internal sealed class CommandOptions
{
    private const string DefaultConfig = "config/proxy.yaml";
    private const string KeyVariable = "PROCESSPROXY_API_KEY";

    public Option<string> Config { get; } = new("--config", "-c")
    {
        Description = "The configuration file.",
        DefaultValueFactory = _ => DefaultConfig,
        Recursive = true,
    };

    public Option<string?> ProjectDirectory { get; } = new("--project-directory")
    {
        Description = "The folder that relative paths of the configuration start from; else the folder of the file, or its parent when that is named config.",
        Recursive = true,
    };

    public Option<Uri?> Address { get; } = new("--uri")
    {
        Description = "The management API to talk to; else that of the server that runs the configuration.",
        Recursive = true,
        CustomParser = argument =>
        {
            if (Uri.TryCreate(argument.Tokens[0].Value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
            {
                return address;
            }

            argument.AddError($"'{argument.Tokens[0].Value}' is not an http or https address.");
            return null;
        },
    };

    public Option<string?> ApiKey { get; } = new("--api-key")
    {
        Description = $"Its API key; better in the environment, as {KeyVariable}, where other users cannot see it. Else that of the configuration.",
        Recursive = true,
    };

    public IEnumerable<Option> All => [Config, ProjectDirectory, Address, ApiKey];

    /// <summary>The configuration that is meant; nothing is read yet.</summary>
    public ConfigurationLoader Source(ParseResult options) => new(
        Path.GetFullPath(options.GetValue(Config)!),
        options.GetValue(ProjectDirectory) is { } directory ? Path.GetFullPath(directory) : null);

    /// <summary>The key that is given; null for that of the configuration.</summary>
    public string? Key(ParseResult options) => options.GetValue(ApiKey) ?? Environment.GetEnvironmentVariable(KeyVariable);

    /// <summary>Has a shell complete an argument by the ids of the file: it does not want to wait for a server.</summary>
    public Argument<T> CompleteIds<T>(Argument<T> argument)
    {
        argument.CompletionSources.Add(context => context.ParseResult.GetValue(Config) is null
            ? [] // The help asks, which is not about any file.
            : Source(context.ParseResult).Load().Spec?.Processes.All.Select(process => new CompletionItem(process.Id)) ?? []);
        return argument;
    }
}
