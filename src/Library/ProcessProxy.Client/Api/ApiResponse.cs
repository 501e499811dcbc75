using System.Text.Json.Serialization;

namespace ProcessProxy;

/// <summary>The response to a successful call.</summary>
/// <typeparam name="T">The kind of <paramref name="Data"/>.</typeparam>
/// <param name="Success">Always true.</param>
/// <param name="Data">The answer itself.</param>
/// <param name="Timestamp">When it was given, in UTC.</param>
/// <param name="Message">For commands: what was done, in words.</param>
internal sealed record ApiResponse<T>(
    bool Success,
    T Data,
    DateTimeOffset Timestamp,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Message = null)
{
    /// <summary>Returns the message or, if there is none, the data.</summary>
    public override string ToString() => Message ?? $"{Data}";
}

/// <summary>The response to a failed call.</summary>
/// <param name="Success">Always false.</param>
/// <param name="Error">A sentence.</param>
/// <param name="Code">One of <see cref="ErrorCodes"/>.</param>
/// <param name="Problems">The problems of the configuration, when that is what failed.</param>
internal sealed record ApiFailure(
    bool Success,
    string Error,
    string Code,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ConfigurationProblem>? Problems = null)
{
    /// <summary>Returns the code and the sentence.</summary>
    public override string ToString() => $"{Code}: {Error}";
}
