using System.Management.Automation;
using System.Management.Automation.Runspaces;
using ProcessProxy.PowerShell.Connections;
using ProcessProxy.PowerShell.Errors;
using ProcessProxy.PowerShell.Loading;

namespace ProcessProxy.PowerShell.Commands;

/// <summary>The base class of cmdlets that manage services of the system with the server's own command line.</summary>
public abstract class ServiceCmdlet : ProxyCmdlet
{
    private const int InvalidConfiguration = 2;

    /// <summary>Runs it like a user at the prompt, except that its standard error is not an error of PowerShell.</summary>
    private const string Call = """
        param($program, $arguments)
        $ErrorActionPreference = 'Continue'
        $PSNativeCommandUseErrorActionPreference = $false
        $output = & $program @arguments 2>&1
        [pscustomobject]@{ Code = $LASTEXITCODE; Output = @($output | ForEach-Object { "$_" }) }
        """;

    /// <summary>Gets or sets the name of the service.</summary>
    [Parameter]
    [ValidatePattern("^[A-Za-z0-9._-]{1,64}$")]
    public string Name { get; set; } = "processproxy";

    /// <summary>Gets or sets whether the service belongs to the current user, not to the system; with systemd only.</summary>
    [Parameter]
    public SwitchParameter CurrentUser { get; set; }

    /// <summary>Runs <c>processproxy service</c> and returns its output.</summary>
    private protected string[] RunService(params string[] arguments)
    {
        var program = DotNet.Find() ?? throw Terminate(ProxyErrors.Of(DotNet.Missing(new FileNotFoundException("dotnet")), null)!);
        string[] all = [DetachedServers.ProgramFile, "service", .. arguments, "--name", Name, .. CurrentUser ? new[] { "--user-service" } : []];
        var result = InvokeCommand.InvokeScript(Call, useNewScope: true, PipelineResultTypes.None, null, program, all).Single();
        var output = ((object[])result.Properties["Output"].Value).Select(line => line.ToString()!).ToArray();
        var code = (int)result.Properties["Code"].Value;
        return code == 0 ? output : throw Terminate(ProxyErrors.Record(
            code == InvalidConfiguration ? ProxyErrors.IdOf(ErrorCodes.ConfigurationInvalid) : ProxyErrors.ServiceFailed,
            code == InvalidConfiguration ? ErrorCategory.InvalidData : ErrorCategory.InvalidOperation, Name,
            string.Join(Environment.NewLine, output).Replace("processproxy: ", "", StringComparison.Ordinal)));
    }
}
