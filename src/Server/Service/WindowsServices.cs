using ProcessProxy.Platform.Processes;

using WindowsCommandLine = ProcessProxy.Platform.Windows.Programs.CommandLine;

namespace ProcessProxy.Server.Service;

/// <summary>Windows services, managed with <c>sc.exe</c>.</summary>
internal sealed class WindowsServices : ISystemServices
{
    /// <inheritdoc/>
    public string Describe(ServiceDefinition service) =>
        string.Join('\n', Commands(service).Select(arguments => WindowsCommandLine.Join(["sc.exe", .. arguments]))) + "\n";

    /// <inheritdoc/>
    public string VariablesPlace(string name) => $@"in the registry, as the value Environment of HKLM\SYSTEM\CurrentControlSet\Services\{name}, or for the whole system";

    /// <inheritdoc/>
    public async Task InstallAsync(ServiceDefinition service, CancellationToken cancellationToken)
    {
        foreach (var arguments in Commands(service))
        {
            await ScAsync(arguments, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async Task UninstallAsync(string name, CancellationToken cancellationToken)
    {
        if ((await StatusAsync(name, cancellationToken).ConfigureAwait(false)).IsRunning)
        {
            await ScAsync(["stop", name], cancellationToken).ConfigureAwait(false);
        }

        await ScAsync(["delete", name], cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<(bool IsRunning, string Text)> StatusAsync(string name, CancellationToken cancellationToken)
    {
        var text = await ScAsync(["query", name], cancellationToken).ConfigureAwait(false);
        return (text.Contains("RUNNING", StringComparison.Ordinal), text);
    }

    private static IEnumerable<string[]> Commands(ServiceDefinition service)
    {
        string[] account = service.User is { } user ? ["obj=", user] : [];
        yield return
        [
            "create", service.Name, "binPath=", WindowsCommandLine.Join(service.Command), "start=", "auto", "DisplayName=", "ProcessProxy", .. account,
        ];
        yield return ["description", service.Name, "Keeps programs running and makes them available at one address"];

        // After a crash, the next server reconnects to the programs.
        yield return ["failure", service.Name, "reset=", "86400", "actions=", "restart/1000/restart/5000/restart/30000"];
        yield return ["start", service.Name];
    }

    private static async Task<string> ScAsync(string[] arguments, CancellationToken cancellationToken)
    {
        try
        {
            var (code, output) = await Tool.RunAsync("sc.exe", arguments, cancellationToken).ConfigureAwait(false);
            return code == 0 ? output : throw new IOException($"sc.exe {arguments[0]}: {output}");
        }
        catch (LaunchException none)
        {
            throw new IOException(none.Message, none);
        }
    }
}
