using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace ProcessProxy.PowerShell.Lifetime;

/// <summary>Stops what a session supervises when the module is removed.</summary>
public sealed class ModuleCleanup : IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo) => SessionLifetime.StopOwnedBy(Runspace.DefaultRunspace?.InstanceId ?? Guid.Empty);
}
