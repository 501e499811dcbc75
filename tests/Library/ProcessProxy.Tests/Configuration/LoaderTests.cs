using System.Runtime.InteropServices;
using ProcessProxy.Configuration;
using ProcessProxy.Configuration.Problems;
using ProcessProxy.Configuration.Yaml;
using Xunit;

namespace ProcessProxy.Tests.Configuration;

public sealed class LoaderTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_project_directory_is_the_parent_of_a_folder_named_config()
    {
        var file = Write("config/proxy.yaml", SeedFiles.Proxy);
        Write("config/processes.yaml", SeedFiles.Processes);

        var spec = Given.Valid(new ConfigurationLoader(file).Load());

        Assert.Equal((file, folder.Path), (spec.ConfigFile, spec.ProjectDirectory));
        Assert.Equal(folder.File("pids"), spec.Processes.StateDirectory);
        Assert.Equal(Path.Combine(Path.GetDirectoryName(folder.Path)!, "bdreader-server"), spec.Processes.All[0].Launch.Cwd);
    }

    [Fact]
    public void The_file_with_the_key_is_watched_and_another_key_takes_effect_with_the_next_start()
    {
        var file = Write("proxy.yaml", "management: { apiKeyFile: key }");
        Write("key", "the-first-key\n");
        var loader = new ConfigurationLoader(file);
        var first = loader.Load();
        Assert.Contains(folder.File("key"), first.Files.Select(read => read.Path));
        Write("key", "the-second-key\n");
        Assert.Equal(["management"], RoutePlan.NeedingARestart(Given.Valid(first), Given.Valid(loader.Load())));
    }

    [Fact]
    public void The_project_directory_is_else_the_folder_of_the_file()
    {
        var file = Write("proxy.yaml", "processConfigFile: processes.yaml");
        Write("processes.yaml", Given.Web());

        Assert.Equal(folder.Path, Given.Valid(new ConfigurationLoader(file).Load()).Processes.All[0].Launch.Cwd);
    }

    [Fact]
    public void A_project_directory_that_is_given_overrides_both()
    {
        var file = Write("config/proxy.yaml", "processConfigFile: processes.yaml");
        var project = folder.File("elsewhere");
        Write("elsewhere/processes.yaml", Given.Web());

        var spec = Given.Valid(new ConfigurationLoader(file, project).Load());

        Assert.Equal((project, Path.Combine(project, "pids", "web.pid")), (spec.ProjectDirectory, spec.Processes.All[0].Launch.PidFile));
    }

    [Fact]
    public void Each_load_reads_the_file_anew()
    {
        var loader = new ConfigurationLoader(Write("proxy.yaml", "port: 1"));
        Assert.Equal(1, Given.Valid(loader.Load()).Listen.Port);

        Write("proxy.yaml", "port: 2");

        Assert.Equal(2, Given.Valid(loader.Load()).Listen.Port);
    }

    [Fact]
    public void The_environment_is_that_of_this_process_unless_one_is_given()
    {
        var file = Write("proxy.yaml", "routes: [{ target: 'http://h/${PATH:-none}' }]");

        Assert.DoesNotContain("none", Given.Valid(new ConfigurationLoader(file).Load()).Routes[0].Forward().Target!.AbsoluteUri, StringComparison.Ordinal);
        Assert.Equal(
            "http://h/given",
            Given.Valid(new ConfigurationLoader(file, environment: new Dictionary<string, string> { ["PATH"] = "given" }).Load()).Routes[0].Forward().Target!.AbsoluteUri);
    }

    [Fact]
    public void A_missing_file_is_a_problem() => Assert.Equal(ProblemCodes.FileUnreadable, Load("proxy.yaml").Code);

    [Fact]
    public void A_folder_in_its_place_is_a_problem()
    {
        Directory.CreateDirectory(folder.File("proxy.yaml"));

        Assert.Equal(ProblemCodes.FileUnreadable, Load("proxy.yaml").Code);
    }

    [Fact]
    public void A_missing_process_file_is_a_problem_where_it_is_named()
    {
        var file = Write("proxy.yaml", "port: 1\nprocessConfigFile: nowhere.yaml");

        var problem = Load("proxy.yaml");

        Assert.Equal((ProblemCodes.FileUnreadable, file, 2, 20, "processConfigFile"), (problem.Code, problem.File, problem.Line, problem.Column, problem.Key));
    }

    [Fact]
    public void A_file_that_names_itself_as_the_process_file_is_a_problem()
    {
        Write("proxy.yaml", "processConfigFile: proxy.yaml");

        Assert.Equal(ProblemCodes.Contradiction, Load("proxy.yaml").Code);
    }

    [Fact]
    public void A_huge_file_is_refused()
    {
        Write("proxy.yaml", "port: 1\n" + new string('#', YamlLimits.FileBytes));

        Assert.Equal(ProblemCodes.FileTooLarge, Load("proxy.yaml").Code);
    }

    [Fact]
    public void A_link_to_a_file_is_followed()
    {
        Write("real.yaml", "port: 7");
        File.CreateSymbolicLink(folder.File("proxy.yaml"), "real.yaml");

        Assert.Equal(7, Given.Valid(new ConfigurationLoader(folder.File("proxy.yaml")).Load()).Listen.Port);
    }

    [Theory]
    [InlineData("nowhere")]
    [InlineData("proxy.yaml")]
    public void A_link_to_nowhere_is_a_problem(string target)
    {
        File.CreateSymbolicLink(folder.File("proxy.yaml"), target);

        Assert.Equal(ProblemCodes.FileUnreadable, Load("proxy.yaml").Code);
    }

    [Theory(Timeout = 10_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_pipe_without_a_writer_is_a_problem_and_not_waited_for(bool linked)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no named pipes in the file system.");
        Assert.Equal(0, MakePipe(folder.File(linked ? "pipe" : "proxy.yaml"), 0x180));
        if (linked)
        {
            File.CreateSymbolicLink(folder.File("proxy.yaml"), "pipe");
        }

        var problem = await Task.Run(() => Load("proxy.yaml"), TestContext.Current.CancellationToken);

        Assert.Equal(ProblemCodes.EmptyFile, problem.Code);
    }

    [Fact]
    public void A_device_without_an_end_is_a_problem()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The device is Linux's.");

        Assert.Equal(ProblemCodes.EmptyFile, Given.Problem(new ConfigurationLoader("/dev/zero").Load()).Code);
    }

    [Fact]
    public void A_file_that_may_not_be_read_is_a_problem()
    {
        var file = Write("proxy.yaml", "port: 1");
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "Nothing is forbidden to an administrator.");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.None);
        }

        Assert.Equal(ProblemCodes.FileUnreadable, Load("proxy.yaml").Code);
    }

    [DllImport("libc", EntryPoint = "mkfifo", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MakePipe(string path, uint mode);

    private ConfigurationProblem Load(string name) => Given.Problem(new ConfigurationLoader(folder.File(name)).Load());

    private string Write(string name, string text)
    {
        var file = folder.File(name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }
}
