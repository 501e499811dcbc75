using ProcessProxy.Configuration;
using ProcessProxy.Logs;
using ProcessProxy.Supervision.Machine;

namespace ProcessProxy.Supervision.Diagnosis;

/// <summary>Finds the last output of runs.</summary>
internal sealed class ExitFacts(LogStore logs)
{
    private const int MostLines = 20;
    private const int MostCharacters = 4000;

    public async Task<IReadOnlyList<ExitFact>> FindAsync(ProcessSpec spec, ProcessState state, CancellationToken cancellationToken)
    {
        var facts = new List<ExitFact>();
        foreach (var (index, exit) in state.Exits.Index())
        {
            facts.Add(new ExitFact(exit, await ReadAsync(spec, Bounded(exit.Output, state.Exits, index), cancellationToken).ConfigureAwait(false)));
        }

        return facts;
    }

    /// <summary>Returns the beginning of a run; if it was not seen, the end of the run before.</summary>
    private static RunOutput? Bounded(RunOutput? output, ValueList<ExitRecord> exits, int index) =>
        output?.Begin.Count == 0 && index + 1 < exits.Count && exits[index + 1].Output is { } before ? output with { Begin = before.End } : output;

    /// <summary>The last lines of an output; none when nothing is known of it, or they cannot be read.</summary>
    public async Task<IReadOnlyList<string>> ReadAsync(ProcessSpec spec, RunOutput? output, CancellationToken cancellationToken)
    {
        if (output is null)
        {
            return [];
        }

        try
        {
            var lines = await logs.Open(spec.Id, spec.Launch.Log).ReadRunAsync(output, MostLines, cancellationToken).ConfigureAwait(false);
            return Cut(lines);
        }
        catch (Exception unread) when (unread is IOException or UnauthorizedAccessException)
        {
            // A diagnosis without these lines is better than none.
            return [];
        }
    }

    /// <summary>Returns as many of the last lines as fit, with the first of them cut if necessary.</summary>
    private static List<string> Cut(IReadOnlyList<LogLine> lines)
    {
        var kept = new List<string>();
        var left = MostCharacters;
        foreach (var line in lines.Reverse())
        {
            if (left <= 0)
            {
                break;
            }

            kept.Insert(0, line.Line.Length <= left ? line.Line : line.Line[..left] + "…");
            left -= line.Line.Length;
        }

        return kept;
    }
}
