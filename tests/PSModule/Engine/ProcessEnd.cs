using System.Diagnostics;
using Xunit;

namespace ProcessProxy.PSModule.Tests.Engine;

/// <summary>The end of a program, and what it said.</summary>
internal static class ProcessEnd
{
    /// <summary>Waits for the end of a program whose output is redirected, and gives its exit code and both outputs.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> EndAsync(this Process process)
    {
        var token = TestContext.Current.CancellationToken;
        var output = process.StandardOutput.ReadToEndAsync(token);
        var errors = process.StandardError.ReadToEndAsync(token);
        await process.WaitForExitAsync(token);
        return (process.ExitCode, await output, await errors);
    }
}
