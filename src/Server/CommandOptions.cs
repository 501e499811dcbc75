using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;
using System.Globalization;
using ProcessProxy.Configuration;
using ProcessProxy.Server.Commands;

namespace ProcessProxy.Server;

/// <summary>The options that several commands share.</summary>
internal sealed class CommandOptions
{
    private const string KeyVariable = "PROCESSPROXY_API_KEY";

    /// <summary>Gets the option, which every command has.</summary>
    public Option<string?> Config { get; } = new("--config", "-c")
    {
        Description = $"Configuration file. Default: {ServerNames.ConfigFile} or proxy.yaml, in the current folder or the nearest folder above it.",
        HelpName = "file",
        Recursive = true,
    };

    /// <summary>Gets the option, which every command has.</summary>
    public Option<string?> ProjectDirectory { get; } = new("--project-directory")
    {
        Description = "Project directory, which relative paths in the configuration are relative to. Default: the folder of the file, or its parent if that folder is named config.",
        HelpName = "folder",
        Recursive = true,
    };

    private readonly Option<Uri?> address = new("--uri")
    {
        Description = "Address of the management API. Default: the server that uses the configuration.",
        HelpName = "address",
        CustomParser = argument =>
        {
            if (Uri.TryCreate(argument.Tokens[0].Value, UriKind.Absolute, out var given) && given.Scheme is "http" or "https")
            {
                return given;
            }

            argument.AddError($"'{argument.Tokens[0].Value}' is not an http or https address.");
            return null;
        },
    };

    private readonly Option<string?> apiKey = new("--api-key")
    {
        Description = $"API key of the server. Prefer the variable {KeyVariable}, which other users cannot see. Default: the key in the configuration.",
        HelpName = "key",
    };

    /// <summary>Creates the options.</summary>
    public CommandOptions()
    {
        foreach (var option in new[] { Config, ProjectDirectory, apiKey })
        {
            option.Validators.Add(result =>
            {
                if (result.Tokens is [{ Value.Length: 0 }])
                {
                    result.AddError($"{option.Name} is empty.");
                }
            });
        }
    }

    /// <summary>Returns the files to use; nothing is read yet.</summary>
    /// <exception cref="NoConfigurationException">None was named, and there is none in the current folder or above it.</exception>
    /// <exception cref="CommandException">A relative path cannot be resolved because the current folder is gone.</exception>
    public ConfigurationLoader Source(ParseResult line)
    {
        try
        {
            return new(
                line.GetValue(Config) is { } named ? Path.GetFullPath(named) : Found(),
                line.GetValue(ProjectDirectory) is { } directory ? Path.GetFullPath(directory) : null);
        }
        catch (IOException)
        {
            throw new CommandException(ExitCode.Failure, "The current folder no longer exists. Change to another folder.");
        }
    }

    /// <summary>Returns the named server, or null for that of the configuration.</summary>
    public Uri? Address(ParseResult line) => line.GetValue(address);

    /// <summary>Returns the given key, or null for that of the configuration.</summary>
    /// <exception cref="CommandException">It cannot be sent.</exception>
    public string? Key(ParseResult line)
    {
        var key = (line.GetValue(apiKey) ?? Environment.GetEnvironmentVariable(KeyVariable))?.Trim();
        return key is null || !key.AsSpan().ContainsAnyExceptInRange('!', '~') ? key
            : throw new CommandException(ExitCode.Failure, "An API key can contain only visible ASCII characters.");
    }

    /// <summary>Adds a call of the running server to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="ask">Calls the server, and returns the exit code.</param>
    /// <param name="withoutServer">The action if no server is running; by default, this is reported.</param>
    public Command AsksServer(
        Command command, Func<ParseResult, IProcessClient, CancellationToken, Task<int>> ask, Func<ParseResult, int>? withoutServer = null)
    {
        command.Options.Add(address);
        command.Options.Add(apiKey);
        command.SetAction((line, cancellationToken) => ServerCall.RunAsync(
            line, this, (client, end) => ask(line, client, end), cancellationToken, withoutServer is null ? null : () => withoutServer(line)));
        return command;
    }

    /// <summary>Lets a shell complete an argument with the IDs in the file, without waiting for a server.</summary>
    /// <param name="argument">The argument.</param>
    /// <param name="isWhole">Whether an instance cannot be named: <c>web:2</c>.</param>
    public Argument<T> CompleteIds<T>(Argument<T> argument, bool isWhole = false)
    {
        // Named, so that the help need not determine the values.
        argument.HelpName = argument.Name;
        argument.Validators.Add(result =>
        {
            // No ID begins with a dash, and the library treats an unknown option as an argument.
            if (result.Tokens.FirstOrDefault(token => token.Value.StartsWith('-')) is { } option)
            {
                result.AddError(UsageError.Unknown(option.Value, ((CommandResult)result.Parent!).Command));
            }
        });
        argument.CompletionSources.Add(context => Ids(context.ParseResult, isWhole).Select(id => new CompletionItem(id)));
        return argument;
    }

    private IEnumerable<string> Ids(ParseResult line, bool isWhole)
    {
        try
        {
            return (Source(line).Load().Spec?.Processes.All ?? []).SelectMany(process => isWhole || process.Instances == 1
                ? [process.Id]
                : (IEnumerable<string>)[process.Id, .. Enumerable.Range(1, process.Instances).Select(number => string.Create(CultureInfo.InvariantCulture, $"{process.Id}:{number}"))]);
        }
        catch (Exception unknown) when (unknown is NoConfigurationException or CommandException)
        {
            return [];
        }
    }

    private static string Found()
    {
        var search = ConfigurationSearch.Find(Environment.CurrentDirectory);
        return search.File ?? throw new NoConfigurationException(search.PassedOver);
    }
}
