namespace ProcessProxy.Harness;

/// <summary>A folder of a test's own, and every process that runs from it. Disposing ends and removes all of it.</summary>
public class TestFolder : IAsyncDisposable
{
    /// <summary>What the processes have in their environment, so that each can be found from outside.</summary>
    public const string MarkVariable = "PROCESSPROXY_TEST_MARK";

    /// <summary>The value of <see cref="MarkVariable"/>.</summary>
    public string Mark { get; } = Guid.NewGuid().ToString("N");

    public string Root { get; } = Directory.CreateTempSubdirectory("processproxy-test-").FullName;

    /// <summary>Every process with the mark that is alive.</summary>
    public IReadOnlyList<int> Processes => Machine.ProcessesWith(MarkVariable, Mark);

    public string File(string name) => Path.Combine(Root, name);

    /// <summary>The lines that processes have written to a file, complete ones only; none while there is no file.</summary>
    public string[] Lines(string name)
    {
        var text = System.IO.File.Exists(File(name)) ? System.IO.File.ReadAllText(File(name)) : "";
        return text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public virtual async ValueTask DisposeAsync()
    {
        // A tree may be multiplying while it is ended, so until nothing is found.
        await Wait.Until(
            () =>
            {
                // What has thrown its environment away is found by its control group.
                var alive = Processes.Concat(Families().SelectMany(Directory.GetDirectories).SelectMany(Cgroups.Members)).ToList();
                foreach (var pid in alive)
                {
                    Machine.Signal(pid, Machine.Kill);
                }

                return alive.Count == 0 && !Families().Any(Cgroups.IsPopulated);
            },
            "every process of the test has ended");
        foreach (var family in Families().ToList())
        {
            Cgroups.Remove(family);
        }

        Directory.Delete(Root, recursive: true);
    }

    /// <summary>The groups of the servers that had a state directory here.</summary>
    private IEnumerable<string> Families() => Cgroups.Own is null
        ? []
        : Directory.EnumerateFiles(Root, "processproxy.lock", SearchOption.AllDirectories)
            .Select(file => Cgroups.FamilyOf(Path.GetDirectoryName(file)!, Cgroups.Own)).Where(Directory.Exists);
}
