using System.Runtime.InteropServices;
using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Guarding;

/// <summary>The guardian as its server sees it. The server goes on as it is when its guardian has died.</summary>
/// <param name="pid">Its pid.</param>
/// <param name="channel">The server's end of the channel.</param>
internal sealed class GuardianLink(int pid, SafeHandle channel) : ISuccessorStarter, IDisposable
{
    private readonly MessageChannel channel = new(channel);

    /// <summary>Gets its pid.</summary>
    public int Pid => pid;

    /// <summary>Says that signals are handled from now on.</summary>
    public void Heed() => channel.Send((Lines.Heeds, "1"));

    /// <summary>Says that the server was asked to stop.</summary>
    public void Stop() => channel.Send((Lines.Stopping, "1"));

    /// <summary>Says that the server is up, and passes its sockets.</summary>
    /// <param name="sockets">The sockets, with what they are for.</param>
    /// <param name="configuration">The file with the configuration in force; null if there is none.</param>
    public void Keep(IReadOnlyList<(string Name, SafeHandle Handle)> sockets, string? configuration) => channel.Send(
        [.. sockets.Select(one => one.Handle)],
        (Lines.Ready, "1"), (Lines.Configuration, configuration), (Lines.Sockets, Lines.Names(sockets.Select(one => one.Name))));

    /// <inheritdoc/>
    /// <remarks>The guardian has the sockets.</remarks>
    public void Start(string? executable, SafeHandle channel, IReadOnlyList<(string Name, SafeHandle Handle)> sockets)
    {
        if (!this.channel.Send([channel], (Lines.Upgrade, "1"), (Lines.Executable, executable)))
        {
            throw new LaunchException("The guardian of this server has died, and with it what would start the next one.");
        }
    }

    /// <inheritdoc/>
    public void End() => channel.Send((Lines.Abandon, "1"));

    public void Dispose() => channel.Dispose();
}
