using System.Diagnostics;
using System.Globalization;
using System.Text;
using ProcessProxy.Benchmarks.Measuring;

namespace ProcessProxy.Benchmarks;

/// <summary>
/// The least it can cost: a loop that starts programs with posix_spawn and writes, for each, the files a supervisor
/// that survives its own death has to write. It watches nothing and knows nothing afterwards.
/// </summary>
internal static unsafe class Floor
{
    private const int WriteOnlyAppendCreateCloseOnExec = 1 | 0x400 | 0x40 | 0x80000;
    private const int LockExclusive = 2;
    private const short SetSession = 0x80;

    /// <summary>Prints the milliseconds of the starts and of the stops.</summary>
    public static int Run(string folder, int count)
    {
        var state = Encoding.ASCII.GetBytes(new string('x', 700));
        var environment = Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>().Select(entry => $"{entry.Key}={entry.Value}");
        var pids = new int[count];
        var program = Launcher.Which(Sleepers.Program)!;
        using var argv = new CStrings([Sleepers.Program, "1000000"]);
        using var envp = new CStrings([.. environment]);
        using var path = new CStrings([program]);
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            var name = Path.Combine(folder, i.ToString(CultureInfo.InvariantCulture));
            Replace(name + ".state", state);
            pids[i] = Spawn(path, argv, envp, name + ".log");
            Replace(name + ".state", state);
            Replace(name + ".pid", Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{pids[i]}\n")));
        }

        var up = Stopwatch.GetElapsedTime(started);
        started = Stopwatch.GetTimestamp();
        foreach (var pid in pids)
        {
            Native.Signal(pid, Native.Term);
        }

        foreach (var pid in pids)
        {
            int status;
            _ = Native.Wait(pid, &status, 0);
        }

        var down = Stopwatch.GetElapsedTime(started);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{up.TotalMilliseconds} {down.TotalMilliseconds}"));
        return 0;
    }

    private static int Spawn(CStrings path, CStrings argv, CStrings envp, string log)
    {
        var actions = stackalloc byte[512];
        var attributes = stackalloc byte[1024];
        var output = Native.Open(log, WriteOnlyAppendCreateCloseOnExec, 0x1A4);
        _ = Native.Lock(output, LockExclusive);
        _ = Native.ActionsInit(actions);
        _ = Native.AttributesInit(attributes);
        _ = Native.ActionsOpen(actions, 0, "/dev/null", 0, 0);
        _ = Native.ActionsDup(actions, output, 1);
        _ = Native.ActionsDup(actions, output, 2);
        _ = Native.AttributesFlags(attributes, SetSession);
        var error = Native.Spawn(out var pid, path.Pointers[0], actions, attributes, argv.Pointers, envp.Pointers);
        _ = Native.ActionsDestroy(actions);
        _ = Native.AttributesDestroy(attributes);
        _ = Native.Close(output);
        return error == 0 ? pid : throw new InvalidOperationException($"posix_spawn failed with {error}.");
    }

    private static void Replace(string path, byte[] content)
    {
        var beside = path + ".tmp";
        using (var file = File.OpenHandle(beside, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            RandomAccess.Write(file, content, 0);
        }

        File.Move(beside, path, overwrite: true);
    }
}
