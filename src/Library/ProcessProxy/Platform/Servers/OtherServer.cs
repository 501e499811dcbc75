using ProcessProxy.Platform.Files;
using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Platform.Servers;

/// <summary>A server in another process of this machine.</summary>
internal static class OtherServer
{
    /// <summary>Returns the server of a state directory, or null if none is running, or if the contents of the folder cannot be trusted.</summary>
    public static RunningServer? Find(string stateDirectory) => Find(stateDirectory, out _);

    /// <summary>Returns the server of a state directory, or null if none is running, or if the contents of the folder cannot be trusted.</summary>
    /// <param name="stateDirectory">The folder of state.</param>
    /// <param name="doubt">If none is found although there is a lock: a sentence that says why it is not trusted.</param>
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

    /// <summary>Asks a server to stop in order, as a service manager does. A server that has ended is ignored.</summary>
    /// <exception cref="IOException">It is not ours to end, this user may not ask it, or this system does not support it.</exception>
    public static void AskToStop(RunningServer server)
    {
        if (server.Kind != ServerKind.Server)
        {
            throw new IOException($"Process {server.Pid} is no server by itself but a program that supervises these processes. Stop them there.");
        }

        // The guardian passes it on, and from then on starts no other server, whatever ends this one.
        var (pid, birth) = server.IsGuarded ? server.Guardian!.Value : (server.Pid, server.Birth);
        CurrentPlatform.Processes.AskToStop(pid, birth);
    }

    /// <summary>Returns why a held lock is not trusted. Not for Windows and macOS, where folders are not checked.</summary>
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
            Guardian = record is { Guardian: { } guardian, GuardianStartTicks: { } ticks } && IsOf(guardian, ownership)
                ? (guardian, new ProcessBirth(record.BootId, ticks))
                : null,
        };
        return server.HasEnded || !IsOf(record.Pid, ownership) ? null : server;
    }

    /// <summary>Returns whether a process belongs to the user whose lock names it: nobody can have another user's process ended with their own lock.</summary>
    private static bool IsOf(int pid, Ownership? ofLock) => ofLock is not { } file || CurrentPlatform.Processes.UserOf(pid) == file.User;

    /// <summary>Returns the local address of a server that listens on every address.</summary>
    private static Uri? Reachable(string text) =>
        !Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") ? null
        : address.Host is "0.0.0.0" or "[::]" ? new UriBuilder(address) { Host = "127.0.0.1" }.Uri
        : address;
}
