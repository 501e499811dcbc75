using System.Management.Automation;
using System.Management.Automation.Language;
using System.Xml.Linq;
using ProcessProxy.PSModule.Tests.Engine;
using Xunit;

namespace ProcessProxy.PSModule.Tests.Manners;

/// <summary>The checklist of the platform, for every cmdlet.</summary>
public sealed class ConventionTests
{
    private const int Patience = 120_000;

    public static TheoryData<string> Scripts => [.. Directory
        .EnumerateFiles(Repository.Root, "*.ps*1", SearchOption.AllDirectories)
        .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "artifacts" or ".git"))
        .Select(file => Path.GetRelativePath(Repository.Root, file))];

    private static IEnumerable<string> Verbs => typeof(VerbsCommon).Assembly.GetExportedTypes()
        .Where(type => type.Name.StartsWith("Verbs", StringComparison.Ordinal) && type.Namespace == typeof(VerbsCommon).Namespace)
        .SelectMany(type => type.GetFields()).Where(verb => verb.IsLiteral).Select(verb => (string)verb.GetRawConstantValue()!);

    public static TheoryData<string> Views => [.. Directory.EnumerateFiles(Builds.Module, "*.ps1xml").Select(file => Path.GetFileName(file))];

    [Fact(Timeout = Patience)]
    public async Task Verbs_are_approved_nouns_singular_and_outputs_declared()
    {
        using var session = new Session();
        foreach (var command in (await session.Get("(Get-Module ProcessProxy).ExportedCmdlets.Values")).Select(one => (CmdletInfo)one.BaseObject))
        {
            Assert.Contains(command.Verb, Verbs);
            Assert.DoesNotMatch("[^si]s$", command.Noun); // A process and a diagnosis are one.
            Assert.NotEmpty(command.OutputType);
        }
    }

    [Theory(Timeout = Patience)]
    [InlineData("Start-ProxyServer")]
    [InlineData("Stop-ProxyServer")]
    [InlineData("Start-ManagedProcess")]
    [InlineData("Stop-ManagedProcess")]
    [InlineData("Restart-ManagedProcess")]
    [InlineData("Set-ManagedProcess")]
    [InlineData("Update-ProxyConfiguration")]
    [InlineData("New-ProxyConfiguration")]
    [InlineData("Remove-ManagedProcess")]
    [InlineData("Export-ManagedProcess")]
    [InlineData("Install-ProxyService")]
    [InlineData("Uninstall-ProxyService")]
    public async Task What_changes_something_asks_first(string name)
    {
        using var session = new Session();
        Assert.Equal([true, true], (await session.Get("$p = (Get-Command $name).Parameters; $p.ContainsKey('WhatIf'); $p.ContainsKey('Confirm')", new { name })).Select(one => one.BaseObject));
    }

    [Fact(Timeout = Patience)]
    public async Task Secrets_are_secure_strings_and_durations_are_durations()
    {
        using var session = new Session();
        var parameters = (await session.Get("(Get-Module ProcessProxy).ExportedCmdlets.Values.Parameters.Values")).Select(one => (ParameterMetadata)one.BaseObject).ToList();
        Assert.Equal(typeof(System.Security.SecureString), parameters.Single(one => one.Name == "ApiKey").ParameterType);
        Assert.All(
            parameters.Where(one => one.Name is "Timeout" or "RestartDelay" or "MaxRestartDelay" or "ResetAfter" or "StopTimeout" or "HealthCheckInterval"
                or "HealthCheckTimeout" or "HealthCheckStartPeriod" or "MaxDuration" or "ReadyAfter" or "StableFor" or "DrainTimeout" or "ReplaceTimeout"),
            one => Assert.Equal(typeof(TimeSpan?), one.ParameterType));
        Assert.Equal(typeof(DateTimeOffset?), parameters.Single(one => one.Name == "Since").ParameterType);
    }

    [Fact(Timeout = Patience)]
    public async Task The_manifest_is_complete_for_the_gallery()
    {
        using var session = new Session();
        var manifest = (System.Collections.Hashtable)(await session.Get(
            "& ([scriptblock]::Create([IO.File]::ReadAllText($psd1)))", new { psd1 = Path.Combine(Builds.Module, "ProcessProxy.psd1") }))[0].BaseObject;
        Assert.Equal("7.6", manifest["PowerShellVersion"]);
        Assert.All(
            (string[])["RootModule", "ModuleVersion", "GUID", "Author", "CompanyName", "Copyright", "Description", "CompatiblePSEditions", "FormatsToProcess", "TypesToProcess"],
            key => Assert.NotNull(manifest[key]));
        Assert.All((string[])["FunctionsToExport", "VariablesToExport", "AliasesToExport"], key => Assert.Empty((object[])manifest[key]!));
        var data = (System.Collections.Hashtable)((System.Collections.Hashtable)manifest["PrivateData"]!)["PSData"]!;
        Assert.All((string[])["LicenseUri", "ProjectUri", "ReleaseNotes"], key => Assert.NotNull(data[key]));
        Assert.All((string[])["PSEdition_Core", "Windows", "Linux", "MacOS"], tag => Assert.Contains(tag, (object[])data["Tags"]!));
        Assert.Equal(typeof(ConventionTests).Assembly.GetName().Version!.ToString(3), manifest["ModuleVersion"]);
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public void A_script_can_be_parsed(string file)
    {
        Parser.ParseFile(Path.Combine(Repository.Root, file), out _, out var errors);
        Assert.Empty(errors.Select(error => $"{error.Extent.StartLineNumber}: {error.Message}"));
    }

    [Theory]
    [MemberData(nameof(Views))]
    public void The_scripts_of_a_view_can_be_parsed(string file)
    {
        foreach (var script in XDocument.Load(Path.Combine(Builds.Module, file)).Descendants("ScriptBlock"))
        {
            Parser.ParseInput(script.Value, out _, out var errors);
            Assert.Empty(errors.Select(error => $"{script.Value}: {error.Message}"));
        }
    }
}
