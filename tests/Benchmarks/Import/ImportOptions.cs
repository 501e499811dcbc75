namespace ProcessProxy.Benchmarks.Import;

/// <summary>How the import of the PowerShell module is measured.</summary>
/// <param name="Rounds">How many shells are started.</param>
/// <param name="Shell">The shell: the one of the tests, unless another is named.</param>
internal sealed record ImportOptions(int Rounds, string Shell)
{
    public const string Usage = """
        dotnet run -c Release --project tests/Benchmarks -- import [rounds=20] [shell=PATH-OF-PWSH]
        """;

    public static ImportOptions? TryParse(string[] arguments) => Argument.Take(
        new ImportOptions(20, Repository("artifacts/pwsh/pwsh")), arguments, (options, argument) => argument switch
        {
            { Name: "rounds", Number: { } rounds } => options with { Rounds = rounds },
            { Name: "shell", Value.Length: > 0 } => options with { Shell = Path.GetFullPath(argument.Value) },
            _ => null,
        });

    /// <summary>A file of this repository.</summary>
    public static string Repository(string path) => Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../..", path));
}
