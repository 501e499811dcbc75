using Microsoft.Win32.SafeHandles;

namespace ProcessProxy.Platform.Linux.Cgroups;

/// <summary>A group made for a launch, open for the program to be moved into. It is removed again when none came.</summary>
internal sealed class ControlGroupEntrance(ControlGroup group, SafeFileHandle door) : IDisposable
{
    private bool isUsed;

    /// <summary>Moves a program that was launched a moment ago into the group.</summary>
    /// <returns>The group; null when the program could not be moved.</returns>
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
