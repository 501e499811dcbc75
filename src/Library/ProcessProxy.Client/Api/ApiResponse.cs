using System.Text.Json.Serialization;

namespace ProcessProxy;

/// <summary>The response to a successful call.</summary>
/// <typeparam name="T">The type of <paramref name="Data"/>.</typeparam>
/// <param name="Success">Always true.</param>
/// <param name="Data">The result.</param>
/// <param name="Timestamp">The time of the response, in UTC.</param>
/// <param name="Message">For commands: the result, in words.</param>
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
/// <param name="Error">The description of the error, one sentence.</param>
/// <param name="Code">One of <see cref="ErrorCodes"/>.</param>
/// <param name="Problems">The problems of the configuration, if it is invalid.</param>
internal sealed record ApiFailure(
    bool Success,
    string Error,
    string Code,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ConfigurationProblem>? Problems = null)
{
    /// <summary>Returns the code and the sentence.</summary>
    public override string ToString() => $"{Code}: {Error}";
}
