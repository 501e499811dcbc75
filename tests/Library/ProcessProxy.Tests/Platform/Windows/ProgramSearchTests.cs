using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Windows.Programs;
using Xunit;

namespace ProcessProxy.Tests.Platform.Windows;

/// <summary>How a command becomes a file on Windows, and the sentence for each way in which it does not.</summary>
public sealed class ProgramSearchTests
{
    private const string Cwd = @"C:\app";
    private readonly HashSet<string> files = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> folders = new(StringComparer.OrdinalIgnoreCase) { Cwd };
    private readonly Dictionary<string, string> environment = new(StringComparer.OrdinalIgnoreCase) { ["Path"] = @"C:\one;""C:\two"";tools" };

    [Fact]
    public void A_name_is_looked_up_in_the_childs_path_in_order()
    {
        files.UnionWith([@"C:\two\node.exe", @"C:\app\tools\node.exe"]);
        Assert.Equal(@"C:\two\node.EXE", Find("node"));
        files.Add(@"C:\one\node.cmd");
        Assert.Equal(@"C:\one\node.CMD", Find("node"));
        Assert.Equal(@"C:\two\node.exe", Find("node.exe"));
    }

    [Fact]
    public void Npm_is_its_batch_file_and_not_the_shell_script_beside_it()
    {
        files.UnionWith([@"C:\one\npm", @"C:\one\npm.ps1", @"C:\one\npm.cmd"]);
        Assert.Equal(@"C:\one\npm.CMD", Find("npm"));
    }

    [Fact]
    public void The_current_folder_is_not_searched()
    {
        files.UnionWith([@"C:\app\tool.exe", @"C:\app\.\tool.exe"]);
        Assert.Equal(@"The program 'tool' was not found in PATH.", Fails("tool"));
        Assert.Equal(@"C:\app\.\tool.EXE", Find(@".\tool"));
    }

    [Fact]
    public void The_childs_own_extensions_count()
    {
        files.UnionWith([@"C:\one\tool.bat", @"C:\one\tool.exe"]);
        environment["PATHEXT"] = ".BAT;.EXE";
        Assert.Equal(@"C:\one\tool.BAT", Find("tool"));
    }

    [Fact]
    public void A_path_starts_from_the_working_directory_and_needs_no_extension()
    {
        files.UnionWith([@"C:\app\bin\tool.exe", @"D:\x.y\tool.com"]);
        Assert.Equal(@"C:\app\bin\tool.EXE", Find(@"bin\tool"));
        Assert.Equal(@"D:\x.y\tool.COM", Find(@"D:\x.y\tool"));
        Assert.Equal(@"The program C:\app\bin/other does not exist.", Fails("bin/other"));
    }

    [Fact]
    public void A_script_of_PowerShell_that_is_named_by_its_path_is_found_and_the_sentence_says_how_to_run_it()
    {
        files.Add(@"C:\app\bin\job.ps1");
        Assert.Equal(@"Windows cannot start C:\app\bin\job.ps1 by itself. Use 'pwsh' as the program, with the arguments -File and C:\app\bin\job.ps1.", Fails(@"bin\job.ps1"));
    }

    [Fact]
    public void A_path_without_a_drive_is_on_the_drive_of_the_working_directory()
    {
        files.UnionWith([@"C:\tools\a.exe", @"\\server\share\tools\a.exe", @"C:\app\b.exe", @"D:\b.exe"]);
        folders.Add(@"\\server\share\app");
        Assert.Equal(@"C:\tools\a.exe", Find(@"\tools\a.exe"));
        Assert.Equal(@"\\server\share\tools\a.exe", Find(@"\tools\a.exe", @"\\server\share\app"));
        Assert.Equal(@"C:\app\b.exe", Find("C:b.exe"));
        Assert.Equal(@"D:\b.exe", Find("D:b.exe"));
    }

    [Fact]
    public void A_dot_in_a_name_is_not_always_an_extension()
    {
        files.Add(@"C:\one\my.tool.exe");
        Assert.Equal(@"C:\one\my.tool.EXE", Find("my.tool"));
    }

    [Fact]
    public void What_Windows_cannot_start_is_named()
    {
        files.UnionWith([@"C:\one\job.ps1", @"C:\app\script", @"C:\app\a.py", @"C:\app\a.txt"]);
        folders.Add(@"C:\app\sub");
        environment["PATHEXT"] = ".EXE;.PS1";
        Assert.Equal(@"Windows cannot start C:\one\job.PS1 by itself. Use 'pwsh' as the program, with the arguments -File and C:\one\job.PS1.", Fails("job"));
        Assert.Equal(@"Windows cannot start C:\app\a.py by itself. Use 'python' as the program, with the argument C:\app\a.py.", Fails(@"C:\app\a.py"));
        Assert.Equal(@"Windows cannot start C:\app\a.txt by itself. Use the program that opens '.txt' files, with this file as its argument.", Fails(@"C:\app\a.txt"));
        Assert.Equal(@"The program C:\app\script has no extension, so Windows cannot start it.", Fails(@"C:\app\script"));
        Assert.Equal(@"The program C:\app\sub is a folder.", Fails(@"C:\app\sub"));
    }

    [Fact]
    public void The_working_directory_is_looked_at_first()
    {
        files.Add(@"C:\file");
        Assert.Equal(@"Its working directory C:\none does not exist.", Fails("x", @"C:\none"));
        Assert.Equal(@"Its working directory C:\file is a file, not a folder.", Fails("x", @"C:\file"));
    }

    private string Find(string command, string cwd = Cwd) => new ProgramSearch(files.Contains, folders.Contains).Find(command, cwd, environment);

    private string Fails(string command, string cwd = Cwd) => Assert.Throws<LaunchException>(() => Find(command, cwd)).Message;
}
