using System.Diagnostics;

namespace ProcessProxy.EndToEnd.Support;

/// <summary>A process that has nothing to do with any server and tells of every signal that reaches it.</summary>
internal sealed class Stranger : IDisposable
{
    private const string Script = """
        for s in HUP INT QUIT USR1 USR2 TERM CONT; do trap "echo $s >> '$0'" $s; done
        echo ready >> "$0"
        while read -r line; do :; done
        """;

    private readonly Process process;
    private readonly string diary;

    private Stranger(Process process, string diary)
    {
        this.process = process;
        this.diary = diary;
    }

    public int Pid => process.Id;

    /// <summary>Whether it lives and no signal has ever reached it.</summary>
    public bool IsUntouched => Machine.IsAlive(Pid) && File.ReadAllText(diary) == "ready\n";

    public static async Task<Stranger> StartAsync(Project project)
    {
        var diary = project.File($"stranger-{Guid.NewGuid():N}");
        // Its standard input stays open until it is disposed; then it ends by itself.
        var start = new ProcessStartInfo("sh", ["-c", Script, diary]) { RedirectStandardInput = true };
        var stranger = new Stranger(Process.Start(start)!, diary);
        await Wait.Until(() => File.Exists(diary) && File.ReadAllText(diary) == "ready\n", "the stranger is ready");
        return stranger;
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }
}
