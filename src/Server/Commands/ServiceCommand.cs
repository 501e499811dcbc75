using System.CommandLine;
using ProcessProxy.Server.Service;

namespace ProcessProxy.Server.Commands;

/// <summary><c>service</c>: the server as a service of the system.</summary>
internal static class ServiceCommand
{
    private const string UsualName = "processproxy";

    public static Command Create(CommandOptions options)
    {
        var name = new Option<string>("--name") { Description = "The name of the service.", DefaultValueFactory = _ => UsualName, Recursive = true };
        name.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is not { Length: > 0 and <= 64 } given || given.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('-' or '_' or '.')))
            {
                result.AddError("--name takes letters, digits, '-', '_' and '.', 64 at most.");
            }
        });
        var ofUser = new Option<bool>("--user-service") { Description = "A service of the user who runs this, not of the system (systemd only).", Recursive = true };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only prints what would be written." };
        var user = new Option<string?>("--user") { Description = "Whom the service runs as; else the user who runs this, or who called sudo." };

        var install = new Command("install", "Makes the service, starts it now and with the system.") { dryRun, user };
        install.SetAction((line, end) => TryAsync(async () =>
        {
            var service = Define(line, options, line.GetValue(name)!, line.GetValue(user));
            var services = Services(line.GetValue(ofUser));
            if (line.GetValue(dryRun))
            {
                Console.Write(services.Describe(service));
                return ExitCode.Success;
            }

            if (options.Source(line).Load() is { Spec: null, Problems: var problems })
            {
                CheckCommand.Print(problems);
                return ExitCode.InvalidConfiguration;
            }

            await services.InstallAsync(service, end).ConfigureAwait(false);
            Console.WriteLine($"{service.Name} is installed and runs.");
            return ExitCode.Success;
        }));

        var uninstall = new Command("uninstall", "Stops the service and removes it. settings.onExit says what becomes of its programs.");
        uninstall.SetAction((line, end) => TryAsync(async () =>
        {
            await Services(line.GetValue(ofUser)).UninstallAsync(line.GetValue(name)!, end).ConfigureAwait(false);
            Console.WriteLine($"{line.GetValue(name)} is removed.");
            return ExitCode.Success;
        }));

        var status = new Command("status", "Says how the service is doing: exits 0 if it runs, 4 if not.");
        status.SetAction((line, end) => TryAsync(async () =>
        {
            var (isRunning, text) = await Services(line.GetValue(ofUser)).StatusAsync(line.GetValue(name)!, end).ConfigureAwait(false);
            Console.WriteLine(text);
            return isRunning ? ExitCode.Success : ExitCode.NoServer;
        }));
        return new Command("service", "The server as a service of systemd or Windows.") { install, uninstall, status, name, ofUser };
    }

    private static ISystemServices Services(bool ofUser) =>
        OperatingSystem.IsWindows() ? new WindowsServices()
        : OperatingSystem.IsLinux() ? new SystemdServices(ofUser)
        : throw new IOException("There are services of systemd and of Windows only. With launchd, run 'processproxy run' by a plist of your own.");

    private static ServiceDefinition Define(ParseResult line, CommandOptions options, string name, string? user)
    {
        var source = options.Source(line);
        return new ServiceDefinition(
            name,
            [
                .. ServiceDefinition.ThisProgram(), "run", "--config", source.ConfigFile,
                .. line.GetValue(options.ProjectDirectory) is null ? Array.Empty<string>() : ["--project-directory", source.ProjectDirectory],
            ],
            source.ProjectDirectory,
            user ?? (OperatingSystem.IsWindows() ? null : Environment.GetEnvironmentVariable("SUDO_USER") ?? Environment.UserName));
    }

    private static async Task<int> TryAsync(Func<Task<int>> act)
    {
        try
        {
            return await act().ConfigureAwait(false);
        }
        catch (IOException refused)
        {
            return ServerCall.Say(ExitCode.Failure, refused.Message);
        }
    }
}
