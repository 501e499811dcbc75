using ProcessProxy.PSModule.Tests.Engine;
using Xunit;

namespace ProcessProxy.PSModule.Tests.Cmdlets;

public sealed class ExportManagedProcessTests : SessionTests
{
    private const int Patience = 120_000;

    [Fact(Timeout = Patience)]
    public async Task What_is_exported_runs_as_it_did()
    {
        var output = await Session.Get(
            """
            Start-ManagedProcess db -FilePath $program -ArgumentList polite -Environment $mark
            Start-ManagedProcess web -FilePath $program -ArgumentList polite -Environment ($mark + @{ NOT_THERE = $null }) -DependsOn db -StopTimeout 3 -HealthCheckUri http://localhost:1/ -HealthCheckInterval 7 -OnUnhealthy Report -WorkingDirectory $root
            Start-ManagedProcess other -FilePath sleep -ArgumentList 1000
            $null = Export-ManagedProcess $file web, db
            Remove-ManagedProcess web
            Remove-ManagedProcess db, other
            Start-ManagedProcess -Path $file -PassThru | ForEach-Object { "$($_.Id) $($_.Cwd)" }
            $c = (Get-ManagedProcess web).Configuration
            "$($c.DependsOn) $($c.StopTimeout) $($c.HealthCheck.Url) every $($c.HealthCheck.Interval) $($c.HealthCheck.OnUnhealthy)"
            """,
            new { program = Builds.TestProcess, mark = Project.Marked, root = Project.Root, file = Project.File("processes.yaml") });
        Assert.Equal(
            ["db " + Environment.CurrentDirectory, "web " + Project.Root, "db 00:00:03 http://localhost:1/ every 00:00:07 report"],
            output.Select(line => line.ToString()));
        Assert.Equal(2, Project.Processes.Count);
    }

    [Fact(Timeout = Patience)]
    public async Task A_file_that_exists_stays_unless_forced()
    {
        Project.Write("there.yaml", "mine\n");
        const string export = "Start-ManagedProcess a -FilePath sleep -ArgumentList 1000; Export-ManagedProcess $file";
        Assert.Equal(["FileExists"], (await Session.Run(export, new { file = Project.File("there.yaml") })).ErrorIds);
        Assert.Equal("mine\n", File.ReadAllText(Project.File("there.yaml")));
        await Session.Get($"{export} -Force", new { file = Project.File("there.yaml") });
        Assert.StartsWith("processes:\n", File.ReadAllText(Project.File("there.yaml")), StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task Nothing_to_export_and_processes_of_a_file_are_errors()
    {
        Project.Configure(("web", "polite"));
        var outcome = await Session.Run(
            "Start-ProxyServer $file; Export-ManagedProcess new.yaml web", new { file = Project.ConfigFile });
        Assert.Equal(["DefinedInFile", "NothingToExport"], outcome.ErrorIds);
    }
}
