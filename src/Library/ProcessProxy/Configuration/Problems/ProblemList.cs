namespace ProcessProxy.Configuration.Problems;

/// <summary>Collects the problems of one load. Limited: a file full of mistakes does not produce a book.</summary>
internal sealed class ProblemList
{
    /// <value>1,000; the last one says that there are more.</value>
    public const int Limit = 1000;

    /// <summary>Beyond this number, suggestions do not help, and finding them takes time.</summary>
    private const int MostSuggestions = 100;

    private readonly List<ConfigurationProblem> problems = [];

    /// <summary>Gets whether there are errors so far.</summary>
    public bool Any => problems.Count > 0;

    /// <summary>Gets whether the list is full, so that nothing more needs to be checked.</summary>
    public bool IsFull => problems.Count == Limit;

    public void Add(Place place, string code, string message, string? suggestion = null)
    {
        if (problems.Count < Limit - 1)
        {
            problems.Add(new(place.File, place.Line, place.Column, code, place.Key, message, suggestion));
        }
        else if (problems.Count == Limit - 1)
        {
            problems.Add(new(place.File, place.Line, place.Column, ProblemCodes.TooManyProblems, "",
                $"There are more problems. Only the first {Limit - 1} are shown."));
        }
    }

    /// <summary>Adds a problem with the one of <paramref name="candidates"/> nearest to <paramref name="written"/> as its suggestion.</summary>
    public void AddMisspelt(Place place, string code, string message, string written, IEnumerable<string> candidates)
    {
        Add(place, code, message, problems.Count < MostSuggestions ? Spelling.Nearest(written, candidates) : null);
    }

    /// <summary>Adds an unknown key with the one that is probably meant or, if there is none, with all that exist.</summary>
    /// <param name="place">The place of the key.</param>
    /// <param name="written">The key.</param>
    /// <param name="map">The path of its map; empty for the file.</param>
    /// <param name="known">The keys of the map.</param>
    public void AddUnknownKey(Place place, string written, string map, IReadOnlyCollection<string> known)
    {
        var suggestion = problems.Count < MostSuggestions ? ForeignWords.Translate(written, known) ?? Spelling.Nearest(written, known) : null;
        Add(place, ProblemCodes.UnknownKey,
            suggestion is not null || known.Count == 0
                ? $"Unknown key '{written}'."
                : $"Unknown key '{written}'. {(map.Length == 0 ? "The file" : $"'{map}'")} can have {string.Join(", ", known)}.", suggestion);
    }

    /// <summary>Returns the problems in the order of <paramref name="files"/> and of their lines.</summary>
    public IReadOnlyList<ConfigurationProblem> InOrder(IReadOnlyList<string> files) =>
        [.. problems.OrderBy(problem => IndexOf(files, problem.File)).ThenBy(problem => problem.Line).ThenBy(problem => problem.Column)];

    private static int IndexOf(IReadOnlyList<string> files, string file)
    {
        for (var index = 0; index < files.Count; index++)
        {
            if (files[index] == file)
            {
                return index;
            }
        }

        return files.Count;
    }
}
