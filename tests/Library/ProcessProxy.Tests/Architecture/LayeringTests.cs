using System.Text.RegularExpressions;
using Xunit;

namespace ProcessProxy.Tests.Architecture;

/// <summary>Who may know whom, as far as the text has to be asked. What was compiled is asked by <see cref="FloorTests"/> and <see cref="CompiledRulesTests"/>.</summary>
public sealed partial class LayeringTests
{
    [Fact]
    public void The_web_side_does_not_know_what_is_above_it_or_far_below() => Assert.Empty(Mentions(
        Repository.Files("src", "Library", "ProcessProxy.AspNetCore"),
        ["System.Management.Automation", "ProcessProxy.Platform.Linux", "ProcessProxy.Platform.Unix"]));

    [Theory]
    [InlineData("ProcessProxy.Client")]
    [InlineData("ProcessProxy", "Cronos", "Microsoft.Extensions.Logging.Abstractions", "YamlDotNet", "../ProcessProxy.Client/ProcessProxy.Client.csproj")]
    [InlineData("ProcessProxy.AspNetCore", "Microsoft.AspNetCore.App", "../ProcessProxy/ProcessProxy.csproj", "OpenTelemetry",
        "OpenTelemetry.Exporter.OpenTelemetryProtocol", "Yarp.ReverseProxy")]
    public void A_library_refers_to_what_it_needs_and_nothing_else(string library, params string[] references)
    {
        var project = File.ReadAllText(Repository.Path($"src/Library/{library}/{library}.csproj"));
        Assert.Equal(references.Order(), Reference().Matches(project).Select(match => match.Groups[1].Value).Order());
    }

    /// <summary>Of all assemblies, and of unsafe code, which cannot be told from other code once it was compiled.</summary>
    [Fact]
    public void Only_the_platform_calls_into_the_system() => Assert.Empty(Mentions(
        Repository.Files("src").Where(file => !file.Contains("/ProcessProxy/Platform/", StringComparison.Ordinal)),
        ["DllImport", "LibraryImport", "NativeMemory", "unsafe "]));

    [Fact]
    public void Nobody_else_knows_the_libraries_of_the_core() => Assert.Empty(Mentions(
        Repository.Files("src").Where(file => !file.Contains("/Library/ProcessProxy/", StringComparison.Ordinal)), ["YamlDotNet", "Cronos"]));

    /// <summary>Its own log, which is rotated by the code of the programs' logs, apart.</summary>
    [Fact]
    public void The_server_composes_and_does_nothing_itself() => Assert.Empty(Mentions(
        Repository.Files("src", "Server").Where(file => !Path.GetFileName(file).StartsWith("LogFile", StringComparison.Ordinal)),
        ["ProcessProxy.Supervision", "ProcessProxy.Logs", "ProcessProxy.Health", "using Yarp", "using Microsoft.AspNetCore", "YamlDotNet", "HttpClient", "Socket"]));

    [Fact]
    public void The_cmdlets_know_the_client_and_the_bridge_alone()
    {
        var module = Path.Combine(Repository.Root, "src", "PSModule");
        Assert.Equal(
            ["../Library/ProcessProxy.Client/ProcessProxy.Client.csproj", "Bridge/Bridge.csproj", "PowerShellStandard.Library"],
            Reference().Matches(File.ReadAllText(Path.Combine(module, "PSModule.csproj"))).Select(match => match.Groups[1].Value).Order());
        string[] behind = ["Bridge", "Hosting", "Build"];
        Assert.Empty(Mentions(
            Repository.Files("src", "PSModule").Where(file => !behind.Contains(Path.GetRelativePath(module, file).Split(Path.DirectorySeparatorChar)[0])),
            ["using ProcessProxy.Configuration", "using ProcessProxy.Supervision", "using ProcessProxy.Platform", "using Yarp", "using Microsoft"]));
    }

    /// <summary>Work that nobody waits for has an owner that notices its end. What is only posted to a mailbox cannot fail.</summary>
    [Fact]
    public void No_work_is_begun_and_then_forgotten()
    {
        string[] known =
        [
            "src/Library/ProcessProxy/Supervision/Dependencies/DependencyGate.cs", "src/Library/ProcessProxy/Supervision/Running/RunTimers.cs",
            "src/Library/ProcessProxy/Supervision/Running/GroupPerformer.cs",
            "src/Library/ProcessProxy/Supervision/Running/ProcessRunner.cs",

            // They tell their failures themselves.
            "src/Library/ProcessProxy/Supervision/Running/Fleet.cs",
            "src/Library/ProcessProxy.AspNetCore/Proxy/Holding/PortProbe.cs", "src/PSModule/Logs/FollowedLog.cs",
            "src/PSModule/Hosting/DetachedLaunch.cs",
        ];
        var forgotten = Repository.Files("src").Where(file => Forgotten().IsMatch(File.ReadAllText(file))).Select(Repository.Relative);
        Assert.Empty(forgotten.Except(known));
    }

    [Fact]
    public void Nothing_silences_the_compiler_without_saying_why()
    {
        var silent = Repository.Files("src").Concat(Repository.Files("tests"))
            .SelectMany(file => File.ReadLines(file).Select((line, index) => (Text: line.Trim(), Where: $"{Repository.Relative(file)}({index + 1})")))
            .Where(line => (line.Text.StartsWith("#pragma warning disable", StringComparison.Ordinal) && !line.Text.Contains("//", StringComparison.Ordinal))
                || (line.Text.Contains("[SuppressMessage(", StringComparison.Ordinal) && !line.Text.Contains("Justification", StringComparison.Ordinal)))
            .Select(line => line.Where);
        Assert.Empty(silent);
    }

    /// <summary>Where one of these names is used as code: not in a comment, and as a whole name.</summary>
    private static IEnumerable<string> Mentions(IEnumerable<string> files, IEnumerable<string> names)
    {
        var pattern = new Regex($@"(?<![\w.])({string.Join('|', names.Select(Regex.Escape))})(?!\w)", RegexOptions.CultureInvariant);
        return
            from file in files
            from line in File.ReadLines(file).Select((text, index) => (Text: text, Number: index + 1))
            where !line.Text.TrimStart().StartsWith("//", StringComparison.Ordinal) && pattern.IsMatch(line.Text)
            select $"{Repository.Relative(file)}({line.Number}): {line.Text.Trim()}";
    }

    /// <summary>A task that is given away or dropped, and does not log its failure itself.</summary>
    [GeneratedRegex(@"\b_ = (?!await|Task\.Run\(\(\) => Callback\.Invoke\().*(?:Task\.Run|Async|AsTask)\(|(?:[;{}]|//.*)\r?\n\s+Task\.Run\(")]
    private static partial Regex Forgotten();

    [GeneratedRegex("<(?:PackageReference|ProjectReference|FrameworkReference) Include=\"([^\"]+)\"")]
    private static partial Regex Reference();
}
