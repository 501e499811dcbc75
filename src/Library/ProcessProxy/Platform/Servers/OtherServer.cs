using ProcessProxy.Platform.Files;
using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Platform.Servers;

/// <summary>A server that is another process of this machine.</summary>
internal static class OtherServer
{
    /// <summary>The server of a state directory; null when none runs, or when what the folder says is not to be believed.</summary>
    public static RunningServer? Find(string stateDirectory) => Find(stateDirectory, out _);

    /// <summary>The server of a state directory; null when none runs, or when what the folder says is not to be believed.</summary>
    /// <param name="stateDirectory">The folder of state.</param>
    /// <param name="doubt">When none is found although there is a lock: a sentence that says why it is not believed.</param>
    public static RunningServer? Find(string stateDirectory, out string? doubt)
    {
        doubt = null;
        if (!Directory.Exists(stateDirectory))
        {
            return null;
        }

        try
        {
            if (LockFile.Look(ServerLock.PathOf(stateDirectory), ServerRecord.Longest) is not var (content, isHeld, ownership) || !isHeld)
            {
                return null;
            }

            doubt = Doubt(stateDirectory, ownership);
            return doubt is null && ServerRecord.Parse(content) is { } record ? ToServer(record, ownership) : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            doubt = unreadable.Message;
            return null;
        }
    }

    /// <summary>Asks a server to stop in order, as a service manager does. One that has ended needs not be asked.</summary>
    /// <exception cref="IOException">It is not ours to end, may not be asked by this user, or cannot be on this system.</exception>
    public static void AskToStop(RunningServer server)
    {
        if (server.Kind != ServerKind.Server)
        {
            throw new IOException($"Process {server.Pid} is no server by itself but a program that supervises these processes. Stop them there.");
        }

        CurrentPlatform.Processes.AskToStop(server.Pid, server.Birth);
    }

    /// <summary>Why a lock that is held is not believed. Not for Windows and macOS, where folders are not looked at.</summary>
    private static string? Doubt(string stateDirectory, Ownership? ofLock)
    {
        if (ofLock is not { } file || Ownership.Of(stateDirectory) is not { } folder)
        {
            return null;
        }

        var path = ServerLock.PathOf(stateDirectory);
        return folder.OthersWrite || folder.GroupWrites ? $"The folder {stateDirectory} can be written by others, so what its lock says is not believed."
            : file.OthersWrite || file.GroupWrites ? $"The lock {path} can be written by others, so it is not believed."
            : file.User != folder.User && file.User != 0 ? $"The lock {path} belongs to another user than its folder, so it is not believed."
            : null;
    }

    private static RunningServer? ToServer(ServerRecord record, Ownership? ownership)
    {
        var server = new RunningServer(
            record.Pid,
            new ProcessBirth(record.BootId, record.StartTicks),
            record.ToKind(),
            record.Addresses.Select(Reachable).FirstOrDefault(address => address is not null),
            record.Socket,
            ownership?.IsTrusted ?? true)
        {
            Version = record.Version,
            ProjectDirectory = record.ProjectDirectory,
        };
        return server.HasEnded || !IsOf(record.Pid, ownership) ? null : server;
    }

    /// <summary>Whether a process is of the user whose lock names it: nobody has a process of another ended by his own lock.</summary>
    private static bool IsOf(int pid, Ownership? ofLock) => ofLock is not { } file || CurrentPlatform.Processes.UserOf(pid) == file.User;

    /// <summary>A server that listens at every address is reached at this machine's own.</summary>
    private static Uri? Reachable(string text) =>
        !Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") ? null
        : address.Host is "0.0.0.0" or "[::]" ? new UriBuilder(address) { Host = "127.0.0.1" }.Uri
        : address;
}
