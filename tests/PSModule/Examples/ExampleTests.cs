using ProcessProxy.PSModule.Tests.Engine;
using Xunit;

namespace ProcessProxy.PSModule.Tests.Examples;

/// <summary>
/// Every example of docs/cmdlets is run. Read-Host is a stand-in, since nobody types the key, and so is node.
/// </summary>
[Collection(OrphanedSessions.Collection)]
public sealed class ExampleTests
{
    private const int Patience = 300_000;
    private const string Key = "the-key";

    private const string Surroundings = """
        function Read-Host { param([switch] $AsSecureString) [Net.NetworkCredential]::new('', $key).SecurePassword }
        function Show {
            begin { $formatted = @() }
            process {
                $one = $_
                if ($one.GetType().Namespace -like '*.Format') { $formatted += $one; return }
                $text = switch ($one.GetType().Name) {
                    'ProcessInfo' { "$($one.Id) $($one.State)" }
                    'ProxyConnection' { $one.Kind }
                    'ServerStatus' { $one.Status }
                    'ConfigurationProblem' { $one.Key }
                    'PlannedChange' { "$($one.Process) $($one.Action)" }
                    'FileInfo' { $one.Name }
                    'ManagedProcessLogLine' { "$($one.Name) $($one.Line)" }
                    'ManagedProcessChange' { "$one" }
                    'MatchInfo' { return $one.Line }
                    'String' { return $one }
                }
                "$($one.GetType().Name) $text".Trim()
            }
            end { ($formatted | Out-String) -split '\n' -ne '' }
        }
        Set-Location $root
        """;

    public static TheoryData<string> Names => [.. Example.All.Select(example => example.Name)];

    [Fact]
    public void Every_example_is_expected_to_do_something() => Assert.Equal(
        Example.All.Select(example => example.Name).Order(StringComparer.Ordinal), Expectations.All.Keys.Order(StringComparer.Ordinal));

    [Theory(Timeout = Patience)]
    [MemberData(nameof(Names))]
    public async Task An_example_does_what_its_page_says(string name)
    {
        var example = Example.All.Single(one => one.Name == name);
        var expected = Expectations.All[name];
        await using var project = new ShellProject();
        if (!expected.IsEmpty)
        {
            ExampleProject.Fill(project, expected.Processes);
        }

        ExampleProject.AddNode(project);
        await using var servers = new Servers();
        var before = await servers.AddressAsync(expected.Before, project.File("bin/node"));
        var code = await servers.AddressAsync(example.Code, project.File("bin/node"));
        var screen = new ScreenHost();
        using var session = new Session(screen);
        await session.Get(Surroundings, new { root = project.Root, key = Key, screen });
        await session.Get(before);
        screen.Take();
        var first = expected.IsEndless ? $" | Select-Object -First {expected.Output.Length}" : "";
        Matches(expected.Output, await session.Get($". {{ {code} }}{first} | Show"));
        Matches(expected.Then, await session.Get(expected.After));
    }

    private static void Matches(string[] expected, IEnumerable<System.Management.Automation.PSObject> output) =>
        Assert.Collection(output.Select(one => one.ToString()), [.. expected.Select(one => (Action<string>)(line => Assert.Matches($"^(?:{one})$", line)))]);

    /// <summary>The servers that examples connect to, started when one is named.</summary>
    private sealed class Servers : IAsyncDisposable
    {
        private readonly Stack<ShellProject> running = new();

        /// <summary>Puts addresses, a port and a node of this machine in the place of those of a page.</summary>
        public async Task<string> AddressAsync(string code, string node)
        {
            foreach (var (address, apiKey) in new[] { ("http://localhost:4481", null), ("http://localhost:4482", null), ("https://example.org:4481", Key) })
            {
                if (code.Contains(address, StringComparison.Ordinal))
                {
                    var project = ExampleProject.Fill(new ShellProject(), apiKey: apiKey);
                    running.Push(project);
                    using var server = await project.StartServerAsync();
                    code = code.Replace(address, server.Management, StringComparison.Ordinal);
                }
            }

            return code.Replace("3000", $"{Ports.Free()}", StringComparison.Ordinal)
                .Replace("-FilePath node", $"-FilePath {node}", StringComparison.Ordinal);
        }

        public async ValueTask DisposeAsync()
        {
            while (running.TryPop(out var one))
            {
                await one.DisposeAsync();
            }
        }
    }
}
