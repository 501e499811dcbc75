using Microsoft.Win32.SafeHandles;

namespace ProcessProxy.Platform.Linux.Cgroups;

/// <summary>A group created for a launch, ready for the program to be moved into it. It is removed if no program was.</summary>
internal sealed class ControlGroupEntrance(ControlGroup group, SafeFileHandle door) : IDisposable
{
    private bool isUsed;

    /// <summary>Moves a program that was just launched into the group.</summary>
    /// <returns>The group; null if the program could not be moved.</returns>
    public ControlGroup? Admit(int pid)
    {
        isUsed = ControlGroup.TryAdd(pid, door);
        return isUsed ? group : null;
    }

    public void Dispose()
    {
        door.Dispose();
        if (!isUsed)
        {
            group.Remove();
        }
    }
}
