using System.Diagnostics;

namespace ProcessProxy.Benchmarks.Measuring;

/// <summary>Starts the programs that are measured, with their output dropped unless it is wanted.</summary>
internal static class Launcher
{
    public static Process Start(string mark, string program, string[] arguments, string folder, Dictionary<string, string>? environment = null, Action<string>? line = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true,
        };
        start.Environment[Processes.MarkVariable] = mark;
        foreach (var (name, value) in environment ?? [])
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, data) => line?.Invoke(data.Data ?? "");
        process.ErrorDataReceived += (_, data) => line?.Invoke(data.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.StandardInput.Close();
        return process;
    }

    public static string? Which(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
