using System.CommandLine;
using ProcessProxy.Server.Printing;
using ProcessProxy.Guarding;
using ProcessProxy.Server.Service;

namespace ProcessProxy.Server.Commands;

/// <summary><c>service</c>: manages the server as a service of the system.</summary>
internal static class ServiceCommand
{
    private const string UsualName = "processproxy";
    private const string Root = "root";

    public static Command Create(CommandOptions options)
    {
        var name = new Option<string>("--name") { Description = "Name of the service.", HelpName = "name", DefaultValueFactory = _ => UsualName, Recursive = true };
        name.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is not { Length: > 0 and <= 64 } given || given.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('-' or '_' or '.')))
            {
                result.AddError("--name can contain letters, digits, '-', '_' and '.', up to 64 characters.");
            }
        });
        var ofUser = new Option<bool>("--user-service") { Description = "Use a service of the current user instead of the system. Only with systemd.", Recursive = true };
        var user = new Option<string?>("--user") { Description = "User to run the service as. Default: the user who called sudo, or the current user.", HelpName = "user" };
        user.Validators.Add(result =>
        {
            if (result.Tokens is [var given] && (given.Value.Length == 0 || given.Value.Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter))))
            {
                result.AddError("--user must be the name of a user.");
            }
        });
        var dryRun = new Option<bool>("--dry-run") { Description = "Print what would be installed, without changing anything." };

        var install = new Command("install", "Install the service, and start it now and when the system starts.") { dryRun, user };
        install.SetAction((line, end) => TryAsync(() => InstallAsync(
            line, options, line.GetValue(name)!, line.GetValue(user), line.GetValue(ofUser), line.GetValue(dryRun), end)));

        var uninstall = new Command("uninstall", "Stop and remove the service. settings.onExit determines whether its programs stop too.");
        uninstall.SetAction((line, end) => TryAsync(async () =>
        {
            await Services(line.GetValue(ofUser)).UninstallAsync(line.GetValue(name)!, end).ConfigureAwait(false);
            Console.WriteLine($"{line.GetValue(name)} is removed.");
            return ExitCode.Success;
        }));

        var status = new Command("status", "Show whether the service is running. Exits with 0 if it is, otherwise with 4.");
        status.SetAction((line, end) => TryAsync(async () =>
        {
            var (isRunning, text) = await Services(line.GetValue(ofUser)).StatusAsync(line.GetValue(name)!, end).ConfigureAwait(false);
            Console.WriteLine(text);
            return isRunning ? ExitCode.Success : ExitCode.NoServer;
        }));
        return new Command("service", "Run the server as a systemd or Windows service.") { install, uninstall, status, name, ofUser };
    }

    private static async Task<int> InstallAsync(
        ParseResult line, CommandOptions options, string name, string? user, bool ofUser, bool dryRun, CancellationToken cancellationToken)
    {
        var source = options.Source(line);
        var configuration = source.Load();
        if (configuration.Spec is not { } spec)
        {
            CheckCommand.Print(configuration.Problems);
            return ExitCode.InvalidConfiguration;
        }

        if (new[] { source.ConfigFile, source.ProjectDirectory }.FirstOrDefault(path => path.EndsWith('\\') || path.Any(char.IsControl)) is { } odd && !OperatingSystem.IsWindows())
        {
            throw new CommandException(ExitCode.Failure, $"A systemd unit cannot contain '{odd}'. Rename the folder.");
        }

        var service = new ServiceDefinition(
            name,
            [
                .. ServerProgram.This(), "run", "--config", source.ConfigFile,
                .. line.GetValue(options.ProjectDirectory) is null ? Array.Empty<string>() : ["--project-directory", source.ProjectDirectory],
            ],
            source.ProjectDirectory,
            user ?? (OperatingSystem.IsWindows() ? null : Environment.GetEnvironmentVariable("SUDO_USER") ?? Environment.UserName))
        {
            StopTimeout = StopChain.Of(spec.Processes),
            SearchPath = Environment.GetEnvironmentVariable("PATH"),
        };
        var services = Services(ofUser);
        if (dryRun)
        {
            Console.Write(services.Describe(service));
        }
        else
        {
            await services.InstallAsync(service, cancellationToken).ConfigureAwait(false);
            Console.WriteLine($"{service.Name} is installed and running.");
        }

        foreach (var note in Notes(service, services, configuration.Variables, ofUser))
        {
            Console.Error.WriteLine($"note: {note}");
        }

        return ExitCode.Success;
    }

    /// <summary>The differences between a service and the shell that installs it.</summary>
    private static IEnumerable<string> Notes(ServiceDefinition service, ISystemServices services, IReadOnlyCollection<string> variables, bool ofUser)
    {
        if (service.User == Root && !ofUser)
        {
            yield return "The service and its programs run as root. Use --user to run them as another user.";
        }

        if (variables.Count > 0)
        {
            yield return $"The configuration refers to {string.Join(", ", variables)}. The service does not have the variables of this shell: set them {services.VariablesPlace(service.Name)}.";
        }
    }

    private static ISystemServices Services(bool ofUser) =>
        OperatingSystem.IsWindows() ? new WindowsServices()
        : OperatingSystem.IsLinux() ? new SystemdServices(ofUser)
        : throw new IOException("Services can be installed only on systemd and Windows. For launchd, write a plist that runs 'processproxy run'.");

    private static async Task<int> TryAsync(Func<Task<int>> act)
    {
        try
        {
            return await act().ConfigureAwait(false);
        }
        catch (IOException refused)
        {
            return ServerCall.Say(ExitCode.Failure, OneLine.Of(refused.Message));
        }
    }
}
