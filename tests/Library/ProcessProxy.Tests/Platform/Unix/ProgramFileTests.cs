using System.Runtime.Versioning;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Unix;
using Xunit;

namespace ProcessProxy.Tests.Platform.Unix;

/// <summary>Each thing that can be wrong with a program has a sentence of its own.</summary>
[SupportedOSPlatform("linux")]
public sealed class ProgramFileTests : IDisposable
{
    private const UnixFileMode Runnable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_name_is_looked_up_in_the_childs_path_in_order()
    {
        Program("one/tool");
        Program("two/tool");
        Directory.CreateDirectory(folder.File("zero/tool"));
        Assert.Equal(folder.File("one/tool"), Resolve("tool", $"{folder.File("zero")}:{folder.File("one")}:{folder.File("two")}"));
        Assert.Equal(folder.File("two/tool"), Resolve("tool", "two:one"));
        Assert.EndsWith("/sh", Resolve("sh", null), StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_may_not_be_executed_is_passed_over_for_a_later_one()
    {
        Program("one/tool", mode: UnixFileMode.UserRead);
        Program("two/tool");
        Assert.Equal(folder.File("two/tool"), Resolve("tool", $"{folder.File("one")}:{folder.File("two")}"));
        Assert.Equal($"The program {folder.File("one/tool")} is not executable.", Fails("tool", folder.File("one")));
    }

    [Fact]
    public void A_path_starts_from_the_working_directory()
    {
        Program("bin/tool");
        Assert.Equal(folder.File("bin/tool"), Resolve("./bin/tool", "/nowhere"));
        Assert.Equal(folder.File("bin/tool"), Resolve(folder.File("bin/tool"), null));
    }

    [Fact]
    public void What_is_missing_or_no_program_is_named()
    {
        Assert.Equal("The program 'no-such-tool' was not found in PATH.", Fails("no-such-tool", "/bin:/usr/bin"));
        Assert.Equal($"The program {folder.File("missing")} does not exist.", Fails("./missing"));
        Directory.CreateDirectory(folder.File("sub"));
        Assert.Equal($"The program {folder.File("sub")} is a folder.", Fails("./sub"));
        Program("data", mode: UnixFileMode.UserRead);
        Assert.Equal($"The program {folder.File("data")} is not executable.", Fails("./data"));
    }

    [Fact]
    public void A_working_directory_that_is_none_is_named()
    {
        Program("file");
        var missing = Assert.Throws<LaunchException>(() => ProgramFile.Resolve("sh", folder.File("missing"), null));
        Assert.Equal($"Its working directory {folder.File("missing")} does not exist.", missing.Message);
        var file = Assert.Throws<LaunchException>(() => ProgramFile.Resolve("sh", folder.File("file"), null));
        Assert.Equal($"Its working directory {folder.File("file")} is a file, not a folder.", file.Message);
    }

    [Theory]
    [InlineData("#!/no/such/interpreter\n", "/no/such/interpreter")]
    [InlineData("#!  /no/such/interpreter -x\n", "/no/such/interpreter")]
    [InlineData("#!missing", "missing")]
    public void A_script_whose_interpreter_is_missing_says_so(string head, string interpreter)
    {
        Program("script", head);
        Assert.Equal($"The interpreter {interpreter} that the first line of {folder.File("script")} names does not exist.", Fails("./script"));
    }

    [Theory]
    [InlineData("#!/bin/sh\r\n")]
    [InlineData("#! /bin/sh\r\necho hello\r\n")]
    [InlineData("#!/usr/bin/env node\r\n")]
    [InlineData("#!/bin/sh\r")]
    public void A_script_with_the_line_ends_of_Windows_says_so(string head)
    {
        Program("script", head);
        Assert.Equal(
            $"The first line of {folder.File("script")} ends in a carriage return (Windows line ends), so its interpreter is not found: save it with Unix line ends.",
            Fails("./script"));
    }

    [Fact]
    public void A_script_whose_interpreter_is_not_executable_says_so()
    {
        Program("notes", mode: UnixFileMode.UserRead);
        Program("script", $"#!{folder.File("notes")}\n");
        Assert.Contains("is not executable", Fails("./script"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("#!/bin/sh\n")]
    [InlineData("#! /bin/sh -e\nexit")]
    [InlineData("#!/bin/sh -e\r\nexit")]
    [InlineData("#!/bin/sh\nexit\r\n")]
    [InlineData("#!/bin/sh")]
    [InlineData("#!")]
    [InlineData("#")]
    [InlineData("")]
    public void What_the_kernel_has_to_judge_is_left_to_it(string head)
    {
        Program("script", head);
        Assert.Equal(folder.File("script"), Resolve("./script"));
    }

    [Fact(Timeout = 20_000)]
    public async Task A_fifo_is_refused_and_not_waited_for()
    {
        NamedPipe.Create(folder.File("fifo"), 0b111_000_000);
        var message = await Task.Run(() => Fails("./fifo"), TestContext.Current.CancellationToken);
        Assert.Equal($"The program {folder.File("fifo")} is not a regular file.", message);
    }

    private string Resolve(string command, string? path = null) => ProgramFile.Resolve(command, folder.Path, path);

    private string Fails(string command, string? path = null) => Assert.Throws<LaunchException>(() => Resolve(command, path)).Message;

    private void Program(string name, string content = "#!/bin/sh\n", UnixFileMode mode = Runnable)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder.File(name))!);
        File.WriteAllText(folder.File(name), content);
        File.SetUnixFileMode(folder.File(name), mode);
    }
}
