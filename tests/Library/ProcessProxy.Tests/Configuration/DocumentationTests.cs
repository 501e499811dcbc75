using System.Reflection;
using System.Runtime.CompilerServices;
using ProcessProxy.Configuration.Problems;
using Xunit;

namespace ProcessProxy.Tests.Configuration;

public sealed class DocumentationTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Root(), "docs", "configuration.md"));

    /// <summary>Each map of the files with a key that no map knows: the problem then lists those it knows.</summary>
    public static TheoryData<string, string, string> Maps => new()
    {
        { "", "nothing: 1", "" },
        { "management.", "management: { nothing: 1 }", "" },
        { "", "routes: [{ target: 'http://x', nothing: 1 }]", "" },
        { "rateLimit.", "routes: [{ target: 'http://x', rateLimit: { requests: 1, nothing: 1 } }]", "" },
        { "hold.", "routes: [{ target: 'http://x', hold: { nothing: 1 } }]", "" },
        { "accessLog.", "accessLog: { nothing: 1 }", "" },
        { "tls.", "tls: { nothing: 1 }", "" },
        { "", "tls: { certificates: [{ domains: [a], pfxFile: b, nothing: 1 }] }", "" },
        { "tls.acme.", "tls: { acme: { acceptTerms: true, nothing: 1 } }", "" },
        { "", "", "nothing: 1" },
        { "", "", "processes: { web: { command: x, nothing: 1 } }" },
        { "", "", "processes: { web: { command: x, healthCheck: { nothing: 1 } } }" },
        { "", "", "processes: { web: { command: x, schedule: { cron: '@daily', nothing: 1 } } }" },
        { "", "", "processes: { web: { command: x, preStart: { command: y, nothing: 1 } } }" },
        { "", "", "processes: { web: { command: x, stopCommand: { command: y, nothing: 1 } } }" },
        { "", "", "settings: { nothing: 1 }" },
        { "", "", "settings: { defaultRestart: { nothing: 1 } }" },
        { "pidManagement.", "", "settings: { pidManagement: { nothing: 1 } }" },
        { "logging.", "", "settings: { logging: { nothing: 1 } }" },
    };

    [Theory]
    [MemberData(nameof(Maps))]
    public void Every_key_is_documented(string prefix, string proxy, string processes)
    {
        var message = Given.Problem(proxy.Length > 0 ? Given.Texts(proxy) : Given.Processes(processes)).Message;
        var keys = message[(message.IndexOf("can have ", StringComparison.Ordinal) + "can have ".Length)..].TrimEnd('.').Split(", ");

        Assert.True(keys.Length > 1);
        Assert.DoesNotContain(
            keys.Where(key => key is not ("management" or "tls" or "acme" or "certificates" or "rateLimit" or "hold" or "pidManagement" or "logging")),
            key => !Page.Contains($"`{prefix}{key}`", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_code_is_documented_and_no_two_problems_share_one()
    {
        var codes = typeof(ProblemCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!).ToList();

        Assert.Equal(codes.Count, codes.Distinct().Count());
        Assert.DoesNotContain(codes, code => !Page.Contains($"| {code} |", StringComparison.Ordinal));
    }

    private static string Root([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "../../../.."));
}
