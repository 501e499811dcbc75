using System.Text;
using Xunit;

namespace ProcessProxy.EndToEnd.Support;

/// <summary>Looks at /proc all the time for a process of which there are two instances at once.</summary>
internal sealed class InstanceWatch : IAsyncDisposable
{
    private static readonly byte[] IdPrefix = Encoding.ASCII.GetBytes("PROCESSPROXY_ID=");
    private readonly CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly List<string> doubled = [];
    private readonly Task loop;

    public InstanceWatch(Project project) => loop = Task.Run(() => RunAsync(project));

    /// <summary>How often it has looked.</summary>
    public int Looks { get; private set; }

    /// <summary>How many instances of one process were ever alive at once.</summary>
    public int MostAtOnce { get; private set; }

    /// <summary>Ends the watch and fails if ever there were two.</summary>
    public async Task AssertNeverTwoAsync()
    {
        await end.CancelAsync();
        await loop;
        Assert.Empty(doubled);
        Assert.True(Looks > 0, "Nobody has looked.");
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        end.Dispose();
    }

    private async Task RunAsync(Project project)
    {
        var mark = Encoding.ASCII.GetBytes($"{Project.MarkVariable}={project.Mark}");
        while (!end.IsCancellationRequested)
        {
            var leaders = Machine.Pids()
                .Where(pid => Machine.Session(pid) == pid)
                .Select(pid => (Pid: pid, Id: IdOf(Machine.Environment(pid), mark)))
                .Where(leader => leader.Id is not null)
                .GroupBy(leader => leader.Id!, leader => leader.Pid);
            foreach (var instances in leaders)
            {
                // One look at /proc takes its time: an instance counts only if it is still alive when the last one was seen.
                var alive = instances.Where(Machine.IsAlive).ToList();
                MostAtOnce = Math.Max(MostAtOnce, alive.Count);
                if (alive.Count > 1)
                {
                    doubled.Add($"{instances.Key}: {string.Join(' ', alive)}");
                }
            }

            Looks++;
            await Task.Delay(10, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>The id in an environment that carries the mark of the project.</summary>
    private static string? IdOf(byte[] environment, byte[] mark)
    {
        if (environment.AsSpan().IndexOf(mark) < 0)
        {
            return null;
        }

        var at = environment.AsSpan().IndexOf(IdPrefix);
        return at < 0 ? null : Encoding.ASCII.GetString(environment.AsSpan(at + IdPrefix.Length)).Split('\0')[0];
    }
}
