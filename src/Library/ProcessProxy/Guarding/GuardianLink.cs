using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using ProcessProxy.Configuration;
using ProcessProxy.Platform;
using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Guarding;

/// <summary>The guardian as its server sees it. The server goes on as it is when its guardian has died.</summary>
internal sealed class GuardianLink : IDisposable
{
    private readonly SafeSocketHandle channel;
    private readonly Dictionary<string, string> note;

    private GuardianLink(int guardian, SafeSocketHandle channel, Dictionary<string, string> note)
    {
        Pid = guardian;
        this.channel = channel;
        this.note = note;
        Inherited = [.. Lines.Names(note.GetValueOrDefault(Lines.Sockets)).Select((name, index) => (Name: name, Handle: Inherit(index + 1)))
            .Where(one => one.Handle is not null).Select(one => (one.Name, one.Handle!))];
    }

    /// <summary>Gets its pid.</summary>
    public int Pid { get; }

    /// <summary>Gets whether it was started by <c>nohup</c>.</summary>
    public bool IsDetached => note.ContainsKey(Lines.NoHangUp);

    /// <summary>Gets how the server before this one ended, as the end of a sentence; null for the first one.</summary>
    public string? Ended => note.GetValueOrDefault(Lines.Ended);

    /// <summary>Gets the file with the configuration of the server before this one; null for the first one.</summary>
    public string? FormerConfiguration => note.GetValueOrDefault(Lines.Configuration);

    /// <summary>Gets the sockets that the server was started with.</summary>
    public IReadOnlyList<(string Name, SafeSocketHandle Handle)> Inherited { get; }

    /// <summary>Returns the guardian that has started this process, or null. After this, no program finds it in its environment.</summary>
    public static GuardianLink? Find()
    {
        var text = Environment.GetEnvironmentVariable(ServerNames.GuardianVariable);
        Environment.SetEnvironmentVariable(ServerNames.GuardianVariable, null);
        var note = Lines.Read(text ?? "");
        return int.TryParse(note.GetValueOrDefault(Lines.Guardian), NumberStyles.None, CultureInfo.InvariantCulture, out var guardian)
            && guardian == CurrentPlatform.Processes.ParentOfThis() && Inherit(0) is { } channel
                ? new GuardianLink(guardian, channel, note)
                : null;
    }

    /// <summary>Says that signals are handled from now on.</summary>
    public void Heed() => Tell([], (Lines.Heeds, "1"));

    /// <summary>Says that the server was asked to stop.</summary>
    public void Stop() => Tell([], (Lines.Stopping, "1"));

    /// <summary>Says that the server is up, and passes its sockets.</summary>
    /// <param name="sockets">The sockets, with what they are for.</param>
    /// <param name="configuration">The file with the configuration in force; null if there is none.</param>
    public void Keep(IReadOnlyList<(string Name, SafeSocketHandle Handle)> sockets, string? configuration) => Tell(
        [.. sockets.Select(one => one.Handle)],
        (Lines.Ready, "1"), (Lines.Configuration, configuration), (Lines.Sockets, Lines.Names(sockets.Select(one => one.Name))));

    public void Dispose() => channel.Dispose();

    private static SafeSocketHandle? Inherit(int index) => CurrentPlatform.Network.Descriptors.Inherit(ServerStarter.FirstDescriptor + index);

    private void Tell(IReadOnlyList<SafeHandle> sockets, params (string Name, string? Value)[] lines)
    {
        try
        {
            CurrentPlatform.Network.Descriptors.Send(channel, Encoding.UTF8.GetBytes(Lines.Write(lines)), sockets);
        }
        catch (IOException)
        {
            // It has died. The server goes on without it, and nobody starts the next one.
        }
    }
}
