namespace ProcessProxy.EndToEnd.Guarding;

/// <summary>Servers that have a guardian: the process that is started is the guardian, and its child the server.</summary>
internal static class Guarded
{
    /// <summary>A project of such servers.</summary>
    public static Project Project(params string[] wrapper) => new() { HasGuardian = true, Wrapper = wrapper };

    /// <summary>The server of a guardian; 0 for none.</summary>
    public static int ServerOf(int guardian) =>
        Machine.Pids().FirstOrDefault(pid => Machine.Parent(pid) == guardian && Machine.IsAlive(pid) && Machine.Group(pid) == pid);

    /// <summary>The server of a guardian; 0 for none.</summary>
    public static int ServerPid(this ServerProcess guardian) => ServerOf(guardian.Pid);

    /// <summary>Kills the server as a crash would, and waits for the next one to be up.</summary>
    /// <returns>The pid of the next one.</returns>
    public static async Task<int> KillServerAsync(this ServerProcess guardian)
    {
        var old = guardian.ServerPid();
        Machine.Signal(old, Machine.Kill);
        var next = 0;
        await Wait.Until(
            () => (next = guardian.ServerPid()) != 0 && next != old && guardian.Output.Contains($"is up (pid {next})", StringComparison.Ordinal), "the next server is up");
        return next;
    }
}
