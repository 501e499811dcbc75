using System.Text;
using ProcessProxy.Configuration;
using Xunit;

namespace ProcessProxy.Tests.Configuration;

/// <summary>
/// Whatever is in the files gives a configuration or problems with a place, within seconds of work, and never an exception.
/// <c>PROCESSPROXY_FUZZ=100000 dotnet test</c> runs that many mutations instead of a few thousand.
/// </summary>
public sealed class FuzzTests
{
    private const int Mutations = 3000;
    private const int LargeFile = 100_000;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(3); // Of work: a machine with a load of 30 takes more of it for the same.

    private static readonly Dictionary<string, string> Variables = new() { ["HOME"] = "/home/me", ["PORT"] = "8080" };

    [Fact]
    public void Every_nasty_file_gives_a_configuration_or_problems_with_a_place()
    {
        foreach (var nasty in NastyFiles.All)
        {
            // What is large costs time; one of the two files is then enough.
            if (nasty.Length < LargeFile || nasty.StartsWith("routes", StringComparison.Ordinal))
            {
                Load(Encoding.UTF8.GetBytes(nasty), Encoding.UTF8.GetBytes(nasty), nasty);
            }

            Load(Encoding.UTF8.GetBytes(Given.NamesProcessFile), Encoding.UTF8.GetBytes(nasty), nasty);
        }
    }

    [Fact]
    public void Every_mutation_of_good_files_gives_a_configuration_or_problems_with_a_place()
    {
        var proxies = Bytes(SeedFiles.Proxy + "\n" + SeedFiles.PhotosRoutes, NastyFiles.EveryProxyKey);
        var processes = Bytes(SeedFiles.Processes, SeedFiles.PhotosProcesses, NastyFiles.EveryProcessKey);
        var good = 0;
        var count = Fuzz.Run(Mutations, random =>
        {
            var proxy = proxies[random.Next(proxies.Length)];
            var process = processes[random.Next(processes.Length)];
            if (random.Next(2) == 0)
            {
                proxy = Mutation.Of(proxy, YamlTokens.All, random);
            }
            else
            {
                process = Mutation.Of(process, YamlTokens.All, random);
            }

            good += Load(proxy, process, "the mutation").Spec is null ? 0 : 1;
        });

        if (count < Mutations)
        {
            return; // A round is being repeated.
        }

        // Both answers must come up, else the mutations are too tame or too wild to find anything.
        Assert.InRange(good, count / 50, count - (count / 50));
    }

    private static byte[][] Bytes(params string[] texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];

    private static ConfigurationResult Load(byte[] proxy, byte[] processes, string name)
    {
        ConfigurationResult result;
        TimeSpan duration;
        try
        {
            (result, duration) = Timed(proxy, processes);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException(
                $"{name} threw.\n--- proxy.yaml\n{Encoding.UTF8.GetString(proxy)}\n--- processes.yaml\n{Encoding.UTF8.GetString(processes)}", e);
        }

        Assert.True(duration <= Longest, $"{name} took {duration}");
        Assert.Equal(result.Spec is null, result.Problems.Count > 0);
        Assert.All(result.Problems, problem =>
        {
            Assert.True(problem is { Line: >= 1, Column: >= 1, Message.Length: > 0 }, $"{name}: {problem}");
            Assert.True(problem.File is Given.ProxyFile or Given.ProcessFile, $"{name}: {problem}");
        });
        return result;
    }

    private static (ConfigurationResult Result, TimeSpan Duration) Timed(byte[] proxy, byte[] processes)
    {
        // The work of this thread, not the time that passes: other tests run beside this one.
        var start = ThreadClock.Now();
        var result = Given.Files(proxy, processes, Variables);
        return (result, ThreadClock.Now() - start);
    }
}
