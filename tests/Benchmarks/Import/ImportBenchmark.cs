using System.Diagnostics;
using System.Globalization;

namespace ProcessProxy.Benchmarks.Import;

/// <summary>
/// Imports the laid-out module in fresh shells and prints how long that took there, by the shell's own clock. Before it an empty module is
/// imported: what the engine itself does at its first import is a figure of its own.
/// </summary>
internal static class ImportBenchmark
{
    public static async Task<int> RunAsync(ImportOptions options)
    {
        var folder = Directory.CreateTempSubdirectory("processproxy-import-");
        try
        {
            var script = WriteScript(folder.FullName);
            List<double> first = [], ours = [];
            for (var round = 0; round <= options.Rounds; round++)
            {
                var figures = await MeasureAsync(options.Shell, script);

                // The first round only brings the files into memory.
                if (round > 0)
                {
                    first.Add(figures[0]);
                    ours.Add(figures[1]);
                }
            }

            Console.WriteLine($"{options.Rounds} shells, milliseconds: minimum, median, maximum");
            Print("an empty module, the first import of the shell", first);
            Print("ProcessProxy after it", ours);
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string WriteScript(string folder)
    {
        var empty = Directory.CreateDirectory(Path.Combine(folder, "Empty")).FullName;
        File.WriteAllText(Path.Combine(empty, "Empty.psm1"), "");
        File.WriteAllText(
            Path.Combine(empty, "Empty.psd1"),
            "@{ ModuleVersion = '1.0'; RootModule = 'Empty.psm1'; FunctionsToExport = @(); CmdletsToExport = @(); VariablesToExport = @(); AliasesToExport = @() }");
        var script = Path.Combine(folder, "import.ps1");
        File.WriteAllText(script, $$"""
            $clock = [Diagnostics.Stopwatch]::StartNew()
            foreach ($module in '{{empty}}', '{{ImportOptions.Repository("artifacts/module/ProcessProxy")}}') {
                $clock.Restart()
                Import-Module $module
                $clock.Elapsed.TotalMilliseconds.ToString([Globalization.CultureInfo]::InvariantCulture)
            }
            """);
        return script;
    }

    private static async Task<double[]> MeasureAsync(string shell, string script)
    {
        using var process = Process.Start(new ProcessStartInfo(shell, ["-NoProfile", "-File", script]) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => double.Parse(line, CultureInfo.InvariantCulture)).ToArray() is [_, _] figures
            ? figures
            : throw new InvalidOperationException($"{shell} printed:\n{output}");
    }

    private static void Print(string title, List<double> figures)
    {
        var sorted = figures.Order().ToArray();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{title}: {sorted[0]:0}, {sorted[sorted.Length / 2]:0}, {sorted[^1]:0}"));
    }
}
