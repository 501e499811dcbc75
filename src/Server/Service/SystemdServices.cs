using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Server.Service;

/// <summary>Services of systemd: of the system, or of one user.</summary>
/// <param name="ofUser">Whether they belong to the current user.</param>
internal sealed class SystemdServices(bool ofUser) : ISystemServices
{
    private const string SystemFolder = "/etc/systemd/system";

    private static string Configuration => Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData);

    private string Folder => ofUser
        ? Path.Combine(Configuration, "systemd", "user")
        : SystemFolder;

    /// <inheritdoc/>
    public string Describe(ServiceDefinition service) => $"# {UnitFile(service.Name)}\n{SystemdUnit.Compose(service, ofUser)}";

    /// <inheritdoc/>
    public string VariablesPlace(string name) => $"in {(ofUser ? Path.Combine(Configuration, name + ".env") : SystemdUnit.VariablesFile(name, ofUser))}, as NAME=value";

    /// <inheritdoc/>
    public async Task InstallAsync(ServiceDefinition service, CancellationToken cancellationToken)
    {
        var file = UnitFile(service.Name);
        try
        {
            Directory.CreateDirectory(Folder);
            await File.WriteAllTextAsync(file, SystemdUnit.Compose(service, ofUser), cancellationToken).ConfigureAwait(false);
        }
        catch (UnauthorizedAccessException)
        {
            throw new IOException($"{file} is not writable. Run this command as root, or use --user-service to install a user service.");
        }

        await SystemctlAsync(["daemon-reload"], cancellationToken).ConfigureAwait(false);
        await SystemctlAsync(["enable", "--now", Unit(service.Name)], cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task UninstallAsync(string name, CancellationToken cancellationToken)
    {
        var file = UnitFile(name);
        if (!File.Exists(file))
        {
            throw new IOException($"{file} does not exist.");
        }

        await SystemctlAsync(["disable", "--now", Unit(name)], cancellationToken).ConfigureAwait(false);
        try
        {
            File.Delete(file);
        }
        catch (UnauthorizedAccessException)
        {
            throw new IOException($"This user cannot remove {file}.");
        }

        await SystemctlAsync(["daemon-reload"], cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<(bool IsRunning, string Text)> StatusAsync(string name, CancellationToken cancellationToken)
    {
        const string Properties = "--property=LoadState,ActiveState,SubState,UnitFileState,MainPID,StatusText";
        var text = await SystemctlAsync(["show", Properties, Unit(name)], cancellationToken).ConfigureAwait(false);
        var found = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('=', 2))
            .Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        string Of(string property) => found.GetValueOrDefault(property, "");
        return Of("LoadState") == "not-found"
            ? (false, $"{Unit(name)} is not installed.")
            : (Of("ActiveState") == "active",
                $"{Unit(name)}: {Of("ActiveState")} ({Of("SubState")}), {Of("UnitFileState")}, pid {Of("MainPID")}{(Of("StatusText") is { Length: > 0 } said ? $": {said}" : "")}");
    }

    private static string Unit(string name) => name + ".service";

    private string UnitFile(string name) => Path.Combine(Folder, Unit(name));

    private async Task<string> SystemctlAsync(string[] arguments, CancellationToken cancellationToken)
    {
        try
        {
            var (code, output) = await Tool.RunAsync("systemctl", ofUser ? ["--user", .. arguments] : arguments, cancellationToken).ConfigureAwait(false);
            return code == 0 ? output : throw new IOException($"systemctl {string.Join(' ', arguments)}: {output}");
        }
        catch (LaunchException none)
        {
            throw new IOException($"systemd is not available: {none.Message}", none);
        }
    }
}
