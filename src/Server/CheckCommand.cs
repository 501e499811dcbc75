using ProcessProxy.Configuration;

namespace ProcessProxy.Server;

/// <summary><c>--check</c>: says whether the configuration is valid.</summary>
internal static class CheckCommand
{
    public static int Run(IConfigurationSource source)
    {
        var (spec, problems) = source.Load();
        if (spec is null)
        {
            Print(problems);
            return ExitCode.Failure;
        }

        Console.WriteLine($"{spec.ConfigFile}: valid, {spec.Processes.All.Count} processes, {spec.Routes.Count} routes");
        return ExitCode.Success;
    }

    /// <summary>Prints problems in the form that editors and build logs understand.</summary>
    public static void Print(IReadOnlyList<ConfigurationProblem> problems)
    {
        foreach (var problem in problems)
        {
            Console.Error.WriteLine(problem);
        }
    }
}
