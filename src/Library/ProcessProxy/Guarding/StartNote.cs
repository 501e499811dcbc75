using System.Globalization;
using System.Runtime.InteropServices;
using ProcessProxy.Configuration;
using ProcessProxy.Platform;
using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Guarding;

/// <summary>What a server was started with: by its guardian, by the server that it is to replace, or by neither.</summary>
internal sealed class StartNote : IDisposable
{
    private readonly Dictionary<string, string> note;

    private StartNote(Dictionary<string, string> note)
    {
        this.note = note;
        var (guardian, predecessor) = (PidOf(Lines.Guardian), PidOf(Lines.Predecessor));
        if ((guardian ?? predecessor) is not { } parent || parent != CurrentPlatform.Processes.ParentOfThis())
        {
            // Inherited by a program that is none's server.
            note.Clear();
            return;
        }

        var next = ServerStarter.FirstDescriptor;
        Guardian = guardian is { } pid && Inherit() is { } channel ? new GuardianLink(pid, channel) : null;
        Predecessor = predecessor is not null && Inherit() is { } other ? new Predecessor(other) : null;
        Sockets = [.. Lines.Names(note.GetValueOrDefault(Lines.Sockets)).Select(name => (Name: name, Handle: Inherit()))
            .Where(one => one.Handle is not null).Select(one => (one.Name, one.Handle!))];

        SafeHandle? Inherit() => CurrentPlatform.Network.Descriptors.Inherit(next++);
    }

    /// <summary>Gets the guardian; null if there is none.</summary>
    public GuardianLink? Guardian { get; }

    /// <summary>Gets the server that this one is to replace; null if there is none.</summary>
    public Predecessor? Predecessor { get; }

    /// <summary>Gets the sockets that it was started with.</summary>
    public IReadOnlyList<(string Name, SafeHandle Handle)> Sockets { get; } = [];

    /// <summary>Gets whether it was started by <c>nohup</c>.</summary>
    public bool IsDetached => note.ContainsKey(Lines.NoHangUp);

    /// <summary>Gets how the server before this one ended, as the end of a sentence; null if none has.</summary>
    public string? Ended => note.GetValueOrDefault(Lines.Ended);

    /// <summary>Gets the file with the configuration of the server before this one; null if none has ended.</summary>
    public string? FormerConfiguration => note.GetValueOrDefault(Lines.Configuration);

    /// <summary>Takes the note. After this, no program finds it in its environment.</summary>
    public static StartNote Take()
    {
        var text = Environment.GetEnvironmentVariable(ServerNames.GuardianVariable);
        Environment.SetEnvironmentVariable(ServerNames.GuardianVariable, null);
        return new StartNote(Lines.Read(text ?? ""));
    }

    public void Dispose()
    {
        Guardian?.Dispose();
        Predecessor?.Dispose();
    }

    private int? PidOf(string name) =>
        int.TryParse(note.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : null;
}
