using ProcessProxy.Platform.Processes;
using ProcessProxy.Supervision.Diagnosis;
using ProcessProxy.Supervision.Machine;
using Xunit;

namespace ProcessProxy.Tests.Supervision.Diagnosis;

/// <summary>How ends are decoded, and which line is quoted.</summary>
public sealed class WordsTests
{
    [Theory]
    [InlineData("run", 0, "exited with code 0: no error")]
    [InlineData("run", 1, "exited with code 1")]
    [InlineData("/usr/bin/node", 1, "exited with code 1: Node.js: an exception that nothing caught")]
    [InlineData("run", 126, "exited with code 126: what it was to run cannot be executed, by the convention of shells")]
    [InlineData("run", 127, "exited with code 127: what it was to run was not found, by the convention of shells")]
    [InlineData("run", 137, "exited with code 137: 128 + 9: something it ran was ended by signal 9, by the convention of shells")]
    [InlineData("run", 143, "exited with code 143: 128 + 15: something it ran was ended by signal 15, by the convention of shells")]
    [InlineData("run", 200, "exited with code 200")]
    [InlineData("run", -532462766, "exited with code -532462766: 0xE0434352: an unhandled .NET exception")]
    [InlineData("run", -1073741819, "exited with code -1073741819: 0xC0000005: an access violation")]
    public void A_code_is_decoded_as_far_as_that_is_sure(string command, int code, string words) =>
        Assert.Equal(words, Words(new ExitRecord { Code = code }, command));

    [Fact]
    public void Signals_are_told_by_who_sends_them()
    {
        Assert.Equal("crashed with SIGSEGV: segmentation fault", Words(new ExitRecord { Signal = "SIGSEGV" }));
        Assert.Equal("was killed by SIGKILL, which the server did not send", Words(new ExitRecord { Signal = "SIGKILL" }));
        Assert.Equal("was killed by the system for want of memory (was killed by SIGKILL)", Words(new ExitRecord { Signal = "SIGKILL", Memory = MemoryKill.Certain }));
        Assert.Equal("was killed by SIGTERM when it was asked to end", Words(new ExitRecord { Signal = "SIGTERM", Asked = "stopped" }));
        Assert.Equal("was killed 0.5 s after SIGTERM, before stopTimeout (10000 ms) was over", Words(new ExitRecord { Signal = "SIGKILL", Asked = "stopped", KilledAfter = TimeSpan.FromSeconds(0.5) }));
        Assert.Equal(
            "exited with code 0 when it was asked to end; something it had started did not end within stopTimeout (10000 ms) of SIGTERM and was killed",
            Words(new ExitRecord { Code = 0, Asked = "stopped", KilledAfter = TimeSpan.FromSeconds(11) }));
        Assert.Equal("exited while no server was running; the exit code is not known", Words(new ExitRecord { IsUnobserved = true }));
    }

    [Theory]
    [InlineData("Error: nope", "start", "Error: nope", "    at f (x.js:1)", "")]
    [InlineData("ValueError: bad", "Traceback (most recent call last):", "  File x", "ValueError: bad")]
    [InlineData("\u001b[31mfatal: x\u001b[0m", "\u001b[31mfatal: x\u001b[0m", "bye")]
    [InlineData(null, "start", "done")]
    [InlineData(null)]
    public void The_line_that_tells_of_an_error_is_found(string? expected, params string[] lines) =>
        Assert.Equal(expected?.Replace("\u001b[31m", "").Replace("\u001b[0m", ""), ErrorLine.Find(lines));

    [Theory]
    [InlineData("Error: listen EADDRINUSE: address already in use :::3000", true)]
    [InlineData("OSError: [Errno 98] Address already in use", true)]
    [InlineData("System.IO.IOException: Failed to bind to address http://127.0.0.1:5000: address already in use.", true)]
    [InlineData("bind: Only one usage of each socket address (protocol/network address/port) is normally permitted.", true)]
    [InlineData("Port 8080 is already in use", true)]
    [InlineData("nginx: [emerg] bind() to 0.0.0.0:80 failed (98: Address already in use)", true)]
    [InlineData("Error: connect ECONNREFUSED 127.0.0.1:5432", false)]
    [InlineData("the export is in use", false)]
    public void A_line_that_tells_of_a_taken_port_is_known(string line, bool tells) => Assert.Equal(tells, ErrorLine.FindTaken([line]) is not null);

    [Fact]
    public void A_long_line_is_cut() => Assert.Equal(new string('x', 200) + "…", ErrorLine.FindOrLast([new string('x', 5000)]));

    private static string Words(ExitRecord exit, string command = "run") =>
        new ExitWords(number => $"signal {number}").Describe(exit, Specs.Process(launch: Specs.Launch("web", command: command)));
}
